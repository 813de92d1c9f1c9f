-- config: dialect = "postgres"
WITH daily AS (
    SELECT
        play_date,
        SUM(minutes) AS minutes
    FROM plays
    WHERE play_date BETWEEN CURRENT_DATE - 27 AND CURRENT_DATE -- expect: TIM003
    GROUP BY play_date
)
SELECT AVG(minutes) AS avg_daily_minutes -- also: TIM003
FROM daily

-- config: dialect = "postgres"
WITH daily AS (
    SELECT
        play_date,
        SUM(minutes) AS minutes
    FROM plays
    WHERE play_date BETWEEN CURRENT_DATE - 28 AND CURRENT_DATE - 1
    GROUP BY play_date
)
SELECT AVG(minutes) AS avg_daily_minutes
FROM daily

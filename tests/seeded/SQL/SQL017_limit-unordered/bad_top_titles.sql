-- the ten most watched titles
SELECT
    title_id,
    SUM(minutes) AS minutes
FROM playback_daily
WHERE day >= '2024-05-01'
GROUP BY title_id
LIMIT 10;  -- expect: SQL017

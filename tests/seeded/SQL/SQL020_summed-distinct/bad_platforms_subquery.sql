SELECT
    t.title_id,
    SUM(t.viewers) AS viewers,  -- expect: SQL020
    SUM(t.minutes) AS minutes
FROM (
    SELECT title_id, platform,
           COUNT(DISTINCT profile_id) AS viewers,  -- also: SQL020
           SUM(minutes) AS minutes
    FROM plays
    GROUP BY title_id, platform
) AS t
GROUP BY t.title_id
ORDER BY viewers DESC;

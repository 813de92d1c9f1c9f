SELECT
    t.title_id,
    SUM(t.minutes) AS minutes,
    SUM(t.plays) AS plays
FROM (
    SELECT title_id, platform,
           COUNT(DISTINCT profile_id) AS viewers,
           COUNT(profile_id) AS plays,
           SUM(minutes) AS minutes
    FROM plays
    GROUP BY title_id, platform
) AS t
WHERE t.viewers >= 50
GROUP BY t.title_id;

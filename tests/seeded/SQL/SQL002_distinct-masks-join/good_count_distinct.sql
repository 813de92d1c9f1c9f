SELECT
    cr.country,
    COUNT(DISTINCT cr.creator_id) AS creators,
    COUNT(*) AS videos,
    SUM(v.views) AS views
FROM creators cr
JOIN videos v ON v.creator_id = cr.creator_id
WHERE v.published_on >= DATE '2024-01-01'
GROUP BY cr.country;

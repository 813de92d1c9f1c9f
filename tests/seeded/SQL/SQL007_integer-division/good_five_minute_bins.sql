-- config: dialect = "trino"
-- floor to five minutes: the truncation is what is wanted
SELECT
    from_unixtime(CAST(to_unixtime(scanned_at) AS bigint) / 300 * 300) AS bin_start,
    COUNT(*) AS scans,
    CAST(COUNT(error_code) AS double) / COUNT(*) AS error_rate
FROM logistics.scans
WHERE depot = 'TRE'
GROUP BY 1

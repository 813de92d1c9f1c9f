-- config: dialect = "postgres"
CREATE TABLE scans (
    scan_id BIGINT PRIMARY KEY,
    parcel_id BIGINT NOT NULL,
    scan_time TIMESTAMP NOT NULL
);

SELECT COUNT(*) AS march_scans
FROM scans AS s
JOIN parcels AS p ON p.parcel_id = s.parcel_id
WHERE p.country = 'EE'
  AND s.scan_time BETWEEN '2024-03-01' AND '2024-04-01';  -- expect: SQL009

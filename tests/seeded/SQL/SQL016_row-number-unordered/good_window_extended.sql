-- config: dialect = "duckdb"
SELECT
    member_id,
    city,
    row_number() OVER (addresses ORDER BY valid_from DESC, address_id) AS newest_first,
    max(valid_from) OVER addresses AS newest
FROM member_addresses
WHERE country = 'DK'
WINDOW addresses AS (PARTITION BY member_id)

-- config: dialect = "duckdb"
-- was '/home/jlopez/lake/tickets/' on the old laptop
SELECT
    store_id,
    SUM(amount) AS amount,
    COUNT_IF(referrer = '/home/offers') AS from_offers
FROM read_parquet('lake/tickets/*.parquet')
GROUP BY store_id

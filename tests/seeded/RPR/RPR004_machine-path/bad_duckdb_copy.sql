-- config: dialect = "duckdb"
COPY (
    SELECT
        store_id,
        SUM(amount) AS amount
    FROM read_parquet('/home/jlopez/lake/tickets/*.parquet') -- expect: RPR004
    GROUP BY store_id
) TO 'out/amount_by_store.parquet' (FORMAT parquet)

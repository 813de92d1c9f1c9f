-- config: dialect = "snowflake"
SELECT
    region,
    SUM(CASE
        WHEN CAST(charged_at AS TIMESTAMP) BETWEEN '2024-01-01' AND '2024-03-31'  -- expect: SQL009
        THEN amount ELSE 0
    END) AS q1,
    SUM(amount) AS total
FROM charges
GROUP BY region

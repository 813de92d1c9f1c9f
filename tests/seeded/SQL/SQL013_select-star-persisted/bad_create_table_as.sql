-- config: dialect = "snowflake"
CREATE OR REPLACE TABLE analytics.orders_2024 AS
SELECT *  -- expect: SQL013
FROM raw.shop.orders
WHERE ordered_on >= '2024-01-01'
  AND ordered_on < '2025-01-01'
  AND NOT is_test;

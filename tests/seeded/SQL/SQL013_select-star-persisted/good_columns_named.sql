-- config: dialect = "snowflake"
CREATE OR REPLACE TABLE analytics.orders_2024 AS
SELECT
    order_id,
    customer_id,
    ordered_on,
    amount * quantity AS value,
    COUNT(*) OVER (PARTITION BY customer_id) AS orders_of_customer
FROM raw.shop.orders
WHERE ordered_on >= '2024-01-01'
  AND NOT is_test;

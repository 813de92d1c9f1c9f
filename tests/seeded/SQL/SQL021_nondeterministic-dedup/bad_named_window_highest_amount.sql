-- config: dialect = "postgres"
-- config: keys = {"orders" = ["order_id"]}
SELECT t.customer_id, t.store_id, t.amount
FROM (
    SELECT
        customer_id,
        store_id,
        amount,
        row_number() OVER best AS place  -- expect: SQL021
    FROM orders
    WINDOW best AS (PARTITION BY customer_id ORDER BY amount DESC)  -- also: SQL021
) AS t
WHERE t.place = 1;  -- also: SQL021

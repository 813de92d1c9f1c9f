WITH numbered AS (
    SELECT
        order_id,
        customer_id,
        amount,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ordered_at, order_id) AS order_no,
        COUNT(*) OVER (PARTITION BY customer_id) AS orders
    FROM orders
)
SELECT AVG(amount) AS mean_first_order
FROM numbered
WHERE order_no = 1;

-- the header of the table, no rows
SELECT
    order_id,
    order_limit,
    credit_limit
FROM credit_orders
LIMIT 0;

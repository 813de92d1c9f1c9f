-- config: keys = {"orders" = ["order_id"]}
-- whichever of the tied rows is taken, these two values are the same
SELECT t.customer_id, t.amount AS highest_amount
FROM (
    SELECT
        customer_id,
        amount,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY amount DESC) AS place
    FROM orders
) AS t
WHERE t.place = 1;

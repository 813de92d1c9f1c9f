INSERT INTO mart.order_facts
SELECT
    o.*,  -- expect: SQL013
    c.country,
    c.segment
FROM staging.orders AS o
JOIN staging.customers AS c ON c.customer_id = o.customer_id
WHERE o.loaded_on = CURRENT_DATE;

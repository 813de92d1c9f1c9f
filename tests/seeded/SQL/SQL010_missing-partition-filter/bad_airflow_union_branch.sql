-- config: partitions = {"shop.orders_app" = "ds", "shop.orders_web" = "ds"}
-- config: dialect = "hive"
INSERT OVERWRITE TABLE shop.orders_daily PARTITION (ds = '{{ ds }}')
SELECT order_id, customer_id, amount, 'app' AS channel
FROM shop.orders_app
WHERE ds = '{{ ds }}' AND amount > 0
UNION ALL
SELECT
    order_id,
    customer_id,
    amount,
    'web' AS channel
FROM shop.orders_web  -- expect: SQL010
WHERE amount > 0

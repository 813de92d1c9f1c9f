-- config: partitions = {"shop.orders_daily" = "ds", "shop.orders_app" = "ds"}
-- config: dialect = "hive"
INSERT OVERWRITE TABLE shop.orders_daily PARTITION (ds = '{{ ds }}')
SELECT
    order_id,
    customer_id,
    amount,
    'app' AS channel
FROM shop.orders_app
WHERE ds = '{{ ds }}'
  AND amount > 0

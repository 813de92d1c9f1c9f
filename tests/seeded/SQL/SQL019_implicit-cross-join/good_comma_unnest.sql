-- config: dialect = "bigquery"
SELECT
  item.sku,
  SUM(item.quantity) AS units,
  COUNT(DISTINCT o.order_id) AS orders
FROM `retail.shop.orders` AS o, UNNEST(o.items) AS item
WHERE o.ordered_on >= '2024-01-01'
GROUP BY item.sku

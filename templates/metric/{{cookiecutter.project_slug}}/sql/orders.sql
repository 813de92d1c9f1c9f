-- One row for each order until the day that is gathered, with what was given back of it by then. Refunds are added
-- up by order before they are joined: an order with two of them would else be there twice.
SELECT
  o.order_id,
  o.user_id,
  o.ordered_on,
  o.product,
  o.status,
  o.amount,
  COALESCE(r.refunded, 0) AS refunded,
  r.refunded_on,
  CAST(o.ordered_on + INTERVAL '14' DAY AS DATE) AS refundable_until,
  o.currency
FROM raw_orders AS o
LEFT JOIN (
  SELECT
    order_id,
    SUM(amount) AS refunded,
    MAX(refunded_on) AS refunded_on
  FROM raw_refunds
  WHERE refunded_on <= :until
  GROUP BY order_id
) AS r
  ON o.order_id = r.order_id
WHERE o.ordered_on <= :until
ORDER BY o.order_id

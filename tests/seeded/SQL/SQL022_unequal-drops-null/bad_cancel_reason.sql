-- cancelled for another reason than price; many gave no reason
SELECT
    COUNT(*) AS cancellations,
    COUNT(cancel_reason) AS with_reason
FROM subscriptions
WHERE cancelled_on >= '2024-01-01'
  AND cancel_reason <> 'price';  -- expect: SQL022

SELECT
    COUNT(*) AS cancellations,
    COUNT(cancel_reason) AS with_reason
FROM subscriptions
WHERE cancelled_on >= '2024-01-01'
  AND (cancel_reason <> 'price' OR cancel_reason IS NULL)
  AND COALESCE(cancel_channel, 'none') <> 'fraud_team';

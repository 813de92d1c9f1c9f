-- config: not-null = {"blocked_senders" = ["sender_id"]}
SELECT m.campaign, COUNT(*) AS delivered
FROM messages m
WHERE m.sender_id NOT IN (SELECT b.sender_id FROM blocked_senders b)
  AND m.state = 'delivered'
GROUP BY m.campaign
ORDER BY delivered DESC;

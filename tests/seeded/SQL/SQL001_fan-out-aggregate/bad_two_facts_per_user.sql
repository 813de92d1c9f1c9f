-- config: keys = {"users" = ["user_id"], "payments" = ["payment_id"], "tickets" = ["ticket_id"]}
SELECT
    u.country,
    SUM(p.amount) AS paid,          -- expect: SQL001
    COUNT(t.ticket_id) AS tickets   -- also: SQL001
FROM users u
LEFT JOIN payments p ON p.user_id = u.user_id
LEFT JOIN tickets t ON t.user_id = u.user_id  -- also: SQL001
GROUP BY u.country;

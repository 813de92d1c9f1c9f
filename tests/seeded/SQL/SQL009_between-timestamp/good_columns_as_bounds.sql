SELECT p.campaign_id, COUNT(*) AS orders
FROM orders o
JOIN promotions p
    ON o.created_at BETWEEN p.starts_at AND p.ends_at
WHERE p.start_date BETWEEN '2024-05-01' AND '2024-05-31'
GROUP BY p.campaign_id;

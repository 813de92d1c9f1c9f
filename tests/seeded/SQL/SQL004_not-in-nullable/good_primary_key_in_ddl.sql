CREATE TABLE test_accounts (
    account_id BIGINT PRIMARY KEY,
    owner_team TEXT
);

SELECT o.country, SUM(o.amount) AS revenue
FROM orders o
WHERE o.account_id NOT IN (SELECT account_id FROM test_accounts)
GROUP BY o.country;

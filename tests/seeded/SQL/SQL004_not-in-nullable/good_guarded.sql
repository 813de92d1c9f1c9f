SELECT a.account_id, a.created_on
FROM accounts a
WHERE a.account_id NOT IN (
    SELECT referrer_id
    FROM accounts
    WHERE created_on >= '2023-01-01'
      AND referrer_id IS NOT NULL
);

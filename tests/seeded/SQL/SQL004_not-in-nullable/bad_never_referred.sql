-- accounts that never brought a friend
SELECT a.account_id, a.created_on
FROM accounts a
WHERE a.account_id NOT IN (  -- expect: SQL004
    SELECT referrer_id
    FROM accounts
    WHERE created_on >= '2023-01-01'
);

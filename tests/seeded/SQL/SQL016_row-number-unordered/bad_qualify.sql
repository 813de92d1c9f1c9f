-- config: dialect = "snowflake"
SELECT
    member_id,
    address,
    city
FROM member_addresses
WHERE country = 'DK'
QUALIFY ROW_NUMBER() OVER (PARTITION BY member_id) = 1  -- expect: SQL016

-- config: dialect = "snowflake"
SELECT
    member_id,
    DATEDIFF('day', joined_on, left_on) AS days_as_member,
    FLOOR(MONTHS_BETWEEN(left_on, joined_on)) AS months_as_member
FROM gym.memberships
WHERE left_on IS NOT NULL

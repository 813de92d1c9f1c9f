-- config: dialect = "snowflake"
SELECT
    member_id,
    DATEDIFF('day', joined_on, left_on) / 30 AS months_as_member, -- expect: TIM004
    plan
FROM gym.memberships
WHERE left_on IS NOT NULL

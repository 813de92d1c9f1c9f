-- config: dialect = "redshift"
with arms as (
    select
        arm,
        count(*) as users,
        sum(case when upgraded then 1.0 else 0.0 end) as upgrades
    from experiment_users
    group by arm
)
select
    arm,
    users,
    upgrades / users as upgrade_rate
from arms

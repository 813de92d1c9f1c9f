-- config: dialect = "bigquery"
with arms as (
    select
        arm,
        count(*) as users,
        countif(upgraded) as upgrades
    from `growth.experiments.users`
    group by arm
)
select
    arm,
    users,
    upgrades / users as upgrade_rate
from arms

-- config: dialect = "redshift"
create table marts.active_subscribers as
with subs as (
    select subscription_id, account_id, plan_code, started_on
    from staging.subscriptions
    where cancelled_on is null
)
select distinct  -- expect: SQL002
    subs.subscription_id,
    subs.account_id,
    subs.plan_code
from subs
left join staging.subscription_events ev  -- also: SQL002
    on ev.subscription_id = subs.subscription_id

with churned as (
    select distinct account_id
    from support_exports
    where topic = 'cancel'
)
select
    s.plan_code,
    count(*) as still_here
from subscriptions s
where s.state = 'active'
  and s.account_id not in (select account_id from churned)  -- expect: SQL004
group by s.plan_code

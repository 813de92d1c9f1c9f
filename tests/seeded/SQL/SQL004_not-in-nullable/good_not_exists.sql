select
    s.plan_code,
    count(*) as still_here
from subscriptions s
where s.state not in ('cancelled', 'expired')
  and not exists (
      select 1
      from support_exports e
      where e.account_id = s.account_id and e.topic = 'cancel'
  )
group by s.plan_code

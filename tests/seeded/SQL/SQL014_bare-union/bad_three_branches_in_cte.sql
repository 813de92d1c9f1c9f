with touches as (
    select user_id, opened_at as touched_at, 'mail' as channel from mail_opens
    union all
    select user_id, clicked_at, 'push' from push_clicks
    union  -- expect: SQL014
    select user_id, called_at, 'phone' from calls
)
select channel, count(*) as touches
from touches
group by channel

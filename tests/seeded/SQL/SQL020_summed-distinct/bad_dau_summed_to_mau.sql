with daily as (
    select
        activity_date,
        count(distinct user_id) as active_users  -- also: SQL020
    from app_events
    group by activity_date
)
select
    date_trunc('month', activity_date) as month,
    sum(active_users) as monthly_active_users  -- expect: SQL020
from daily
group by 1

with daily as (
    select
        activity_date,
        user_id,
        count(*) as events
    from app_events
    group by activity_date, user_id
)
select
    date_trunc('month', activity_date) as month,
    count(distinct user_id) as monthly_active_users,
    sum(events) as events
from daily
group by 1

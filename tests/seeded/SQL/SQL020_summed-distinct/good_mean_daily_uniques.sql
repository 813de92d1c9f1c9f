with daily as (
    select
        activity_date,
        count(distinct user_id) as active_users,
        count(*) as events
    from app_events
    group by activity_date
)
select
    date_trunc('month', activity_date) as month,
    avg(active_users) as mean_dau,
    max(active_users) as best_day,
    sum(events) as events
from daily
group by 1

-- config: exposure = {table = "exposures", time = "exposed_at", "event-time" = "event_time"}
with joined as (
    select x.arm, x.user_id, x.exposed_at, e.event_time, e.revenue
    from exposures x
    join purchases e on e.user_id = x.user_id
)
select
    arm,
    sum(revenue) as revenue
from joined
where event_time >= exposed_at
group by arm

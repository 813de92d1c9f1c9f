-- config: exposure = {table = "exposures", time = "exposed_at", "event-time" = "event_time"}
with plays as (
    select profile_id, event_time, minutes
    from playback_events
    where event_time >= '2024-05-01'
)
select
    x.variant,
    sum(p.minutes) as minutes
from exposures x
join plays p on p.profile_id = x.profile_id  -- expect: SQL023
where x.exposed_at >= '2024-05-01'
group by x.variant

-- config: dialect = "snowflake"
select
    e.title_id,
    f.value:code::varchar as error_code,
    count(*) as errors
from playback_events e, lateral flatten(input => e.payload:errors) f
where e.event_date >= '2024-05-01'
group by 1, 2
order by errors desc

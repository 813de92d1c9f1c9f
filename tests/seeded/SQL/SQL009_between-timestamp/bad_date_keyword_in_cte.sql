-- config: dialect = "trino"
with plays as (
    select profile_id, title_id, started_at
    from playback.starts
    where started_at between date '2024-04-01' and date '2024-04-30'  -- expect: SQL009
      and country = 'PL'
)
select title_id, count(distinct profile_id) as viewers
from plays
group by title_id

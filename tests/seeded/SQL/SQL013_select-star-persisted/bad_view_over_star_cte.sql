create view reporting.active_members as
with source as (
    select * from raw_members  -- also: SQL013
    where left_on is null
),
ranked as (
    select *, row_number() over (partition by member_id order by updated_at desc, row_id desc) as rn  -- also: SQL013
    from source
)
select *  -- expect: SQL013
from ranked
where rn = 1

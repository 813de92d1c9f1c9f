-- the star only repeats the list above it
create table reporting.active_members as
with final as (
    select
        member_id,
        plan_code,
        joined_on
    from raw_members
    where left_on is null
)
select * from final

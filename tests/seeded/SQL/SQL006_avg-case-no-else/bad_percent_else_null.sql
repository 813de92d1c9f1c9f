-- config: dialect = "redshift"
with stays as (
    select hospital_id, datediff(day, admitted_on, discharged_on) as nights
    from admissions
)
select
    hospital_id,
    avg(case when nights > 7 then 100.0 else null end) as pct_long_stay  -- expect: SQL006
from stays
group by hospital_id
order by pct_long_stay desc

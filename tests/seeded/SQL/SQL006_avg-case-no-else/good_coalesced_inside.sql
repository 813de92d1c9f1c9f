select
    hospital_id,
    avg(coalesce(case when nights > 7 then 1.0 end, 0)) as share_long_stay,
    sum(case when nights > 7 then 1 end) as long_stays,
    count(case when nights > 7 then 1 end) * 1.0 / count(*) as share_again
from stays
group by hospital_id

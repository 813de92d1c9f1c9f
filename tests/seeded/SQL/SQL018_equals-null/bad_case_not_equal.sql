select
    route_id,
    sum(case when delivered_at != null then 1 else 0 end) as delivered,  -- expect: SQL018
    count(*) as parcels
from parcels
where shipped_on >= '2024-03-01'
group by route_id

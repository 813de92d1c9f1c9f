-- every store on every day, so that days without a sale show as zero
select
    s.store_id,
    d.day,
    coalesce(sum(o.amount), 0) as revenue
from stores s
cross join calendar d
left join orders o on o.store_id = s.store_id and o.order_day = d.day
where d.day between '2024-05-01' and '2024-05-31'
group by s.store_id, d.day

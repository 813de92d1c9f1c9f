with daily as (
    select
        store_id,
        order_date,
        avg(order_value) as aov  -- also: SQL008
    from orders
    group by store_id, order_date
)
select
    store_id,
    date_trunc('month', order_date) as month,
    avg(aov) as average_order_value  -- expect: SQL008
from daily
group by 1, 2

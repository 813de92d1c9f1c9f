-- the unit is the user: totals first, then their mean
with per_user as (
    select
        arm,
        user_id,
        sum(order_value) as revenue,
        count(*) as orders,
        avg(basket_size) as basket_size
    from orders
    group by arm, user_id
)
select
    arm,
    avg(revenue) as revenue_per_user,
    avg(orders) as orders_per_user,
    max(basket_size) as largest_mean_basket
from per_user
group by arm

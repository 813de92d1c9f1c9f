-- config: dialect = "postgres"
with enriched as (
    select o.order_id, o.amount, p.coupon_code
    from orders o
    left join promotions p on p.promotion_id = o.promotion_id
)
select
    sum(amount) as revenue_without_spring_coupon,
    sum(case when coupon_code <> 'WINTER23' then amount else 0 end) as other_coupons
from enriched
where coupon_code is distinct from 'SPRING24'

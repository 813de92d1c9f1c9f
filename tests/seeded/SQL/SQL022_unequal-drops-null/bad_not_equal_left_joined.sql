with enriched as (
    select o.order_id, o.amount, p.coupon_code
    from orders o
    left join promotions p on p.promotion_id = o.promotion_id
)
select sum(amount) as revenue_without_spring_coupon
from enriched
where coupon_code != 'SPRING24'  -- expect: SQL022

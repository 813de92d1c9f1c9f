select
    c.segment,
    count(distinct o.order_id) as orders,
    sum(p.paid) as paid
from customers c, orders o, payments p  -- expect: SQL019
where o.customer_id = c.customer_id
  and p.paid > 0
  and c.country = 'IE'
group by c.segment

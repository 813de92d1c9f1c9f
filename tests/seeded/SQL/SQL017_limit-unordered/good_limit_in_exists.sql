select c.customer_id, c.email
from customers c
where exists (
    select 1
    from orders o
    where o.customer_id = c.customer_id
    limit 1
)
order by c.customer_id
limit 1000

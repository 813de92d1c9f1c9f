select c.country, avg(t.spend) as spend
from customers c
join (
    select customer_id, sum(amount) as spend
    from orders
    group by customer_id
    limit 1000  -- expect: SQL017
) t on t.customer_id = c.customer_id
group by c.country
order by spend desc

-- config: dialect = "bigquery"
with monthly as (
    select
        month,
        revenue,
        lag(revenue) over (order by month) as previous
    from `finance.revenue_by_month`
)
select
    month,
    safe_divide(revenue - previous, previous) as growth,
    case when previous > 0 then revenue / previous end as ratio
from monthly

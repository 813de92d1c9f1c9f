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
    (revenue - previous) / previous as growth  -- expect: SQL012
from monthly

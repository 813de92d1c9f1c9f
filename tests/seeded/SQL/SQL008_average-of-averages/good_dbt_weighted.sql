{{ config(materialized='table') }}

with store_weeks as (
    select store_no, region, week, avg(basket_cents) as mean_basket, count(*) as baskets
    from {{ ref('fct_baskets') }}
    {% if target.name == 'dev' %} where week >= '2024-01-01' {% endif %}
    group by 1, 2, 3
)
select
    region,
    sum(mean_basket * baskets) / nullif(sum(baskets), 0) as mean_basket,
    avg(baskets) as baskets_a_store_week
from store_weeks
group by region

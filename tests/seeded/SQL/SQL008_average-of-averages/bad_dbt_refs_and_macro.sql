{{ config(materialized='table') }}

with store_weeks as (
    select
        {{ dbt_utils.generate_surrogate_key(['store_no', 'week']) }} as store_week_key,
        store_no,
        region,
        week,
        avg({{ cents_to_euros('basket_cents') }}) as mean_basket
    from {{ ref('fct_baskets') }}
    group by 1, 2, 3, 4
)
select
    region,
    avg(mean_basket) as mean_basket  -- expect: SQL008
from store_weeks
group by region

-- config: keys = {"stg_shop__orders" = ["order_id"], "stg_shop__lines" = ["order_id", "line_no"]}
{{ config(materialized='view') }}

with lines as (
    select order_id, sum(quantity) as units
    from {{ ref('stg_shop__lines') }}
    {{ dbt_utils.group_by(n=1) }}
)
select
    o.channel,
    sum(o.order_total) as revenue,
    sum(lines.units) as units
from {{ ref('stg_shop__orders') }} as o
left join lines on lines.order_id = o.order_id
{{ dbt_utils.group_by(n=1) }}

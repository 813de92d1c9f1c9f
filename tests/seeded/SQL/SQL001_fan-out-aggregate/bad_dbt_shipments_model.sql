-- config: dialect = "snowflake"
{{ config(materialized='table', tags=['finance']) }}

with shipments as (
    select order_id, date_trunc('day', shipped_at) as shipped_on, count(*) as parcels
    from {{ ref('stg_wms__shipments') }}
    {% if is_incremental() %}
    where shipped_at > (select max(shipped_on) from {{ this }})
    {% endif %}
    group by order_id, date_trunc('day', shipped_at)
)
select
    o.sales_region,
    sum(o.order_total) as revenue,  -- expect: SQL001
    sum(s.parcels) as parcels
from {{ ref('stg_shop__orders') }} as o
left join shipments as s on s.order_id = o.order_id
group by o.sales_region

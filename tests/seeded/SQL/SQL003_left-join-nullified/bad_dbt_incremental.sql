{{
    config(
        materialized='incremental',
        unique_key='account_id'
    )
}}

{# accounts with and without a plan #}
select
    a.account_id,
    p.plan_code
from {{ ref('stg_billing__accounts') }} as a
left join {{ ref('stg_billing__plans') }} as p
    on p.account_id = a.account_id
where a.created_at >= '{{ var("start_date") }}'
{% if is_incremental() %}
  and p.updated_at > (select max(updated_at) from {{ this }})  -- expect: SQL003
{% endif %}

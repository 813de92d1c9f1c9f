{{ config(materialized='table') }}

select
    a.account_id,
    coalesce(p.plan_code, 'none') as plan_code
from {{ ref('stg_billing__accounts') }} as a
left join {{ ref('stg_billing__plans') }} as p
    on p.account_id = a.account_id
    {% if var('active_only', true) %}
    and p.state = 'active'
    {% else %}
    and p.state <> 'deleted'
    {% endif %}
where a.is_test = false

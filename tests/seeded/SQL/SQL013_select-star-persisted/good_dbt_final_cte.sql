{{ config(materialized='table') }}

with sessions as (
    select session_id, user_id, started_at
    from {{ ref('stg_app__sessions') }}
),
final as (
    select session_id, user_id, cast(started_at as date) as day
    from sessions
    {% if is_incremental() %} where started_at > (select max(day) from {{ this }}) {% endif %}
)
select * from final

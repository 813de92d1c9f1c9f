{{ config(materialized='table', schema='marts') }}

select *  -- expect: SQL013
from {{ ref('stg_app__sessions') }}
where not is_bot

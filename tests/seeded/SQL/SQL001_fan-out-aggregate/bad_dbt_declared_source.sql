-- config: keys = {"crm.contracts" = ["contract_id"], "crm.seats" = ["contract_id", "seat_no"]}
{% set countries = ['EE', 'LV', 'LT'] %}
select
    c.country,
    avg(c.monthly_fee) as mean_fee  -- expect: SQL001
from {{ source('crm', 'contracts') }} c
inner join {{ source('crm', 'seats') }} s using (contract_id)
where c.country in ({% for country in countries %}'{{ country }}'{% if not loop.last %}, {% endif %}{% endfor %})
group by 1

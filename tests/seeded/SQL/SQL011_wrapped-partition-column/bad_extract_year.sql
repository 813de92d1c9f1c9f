-- config: partitions = {"claims.lines" = "service_date"}
-- config: dialect = "bigquery"
select
  provider_id,
  sum(paid) as paid
from `claims.lines`
where status = 'paid'
  and extract(year from service_date) = 2023  -- expect: SQL011
group by provider_id

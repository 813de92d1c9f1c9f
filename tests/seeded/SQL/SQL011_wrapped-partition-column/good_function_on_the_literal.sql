-- config: partitions = {"claims.lines" = "service_date"}
-- config: dialect = "bigquery"
select
  provider_id,
  sum(paid) as paid
from `claims.lines`
where service_date >= date_sub(date '2024-06-01', interval 1 year)
  and service_date < date_trunc(date '2024-06-15', month)
  and extract(year from posted_at) = 2023
group by provider_id

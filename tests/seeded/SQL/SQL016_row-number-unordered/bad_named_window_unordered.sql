-- config: dialect = "postgres"
select
    parcel_id,
    depot,
    row_number() over per_parcel as scan_no,  -- expect: SQL016
    count(*) over per_parcel as scans
from scans
where scanned_at >= '2024-03-01'
window per_parcel as (partition by parcel_id)  -- also: SQL016

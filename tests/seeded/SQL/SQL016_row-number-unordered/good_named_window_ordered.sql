-- config: dialect = "postgres"
select
    parcel_id,
    depot,
    row_number() over by_time as scan_no,
    count(*) over per_parcel as scans
from scans
where scanned_at >= '2024-03-01'
window
    per_parcel as (partition by parcel_id),
    by_time as (partition by parcel_id order by scanned_at, scan_id)

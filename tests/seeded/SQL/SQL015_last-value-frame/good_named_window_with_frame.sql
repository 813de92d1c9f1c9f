-- config: dialect = "postgres"
select
    parcel_id,
    scanned_at,
    first_value(depot) over journey as first_depot,
    last_value(depot) over journey as last_depot,
    row_number() over (partition by parcel_id order by scanned_at) as scan_no
from scans
window journey as (
    partition by parcel_id
    order by scanned_at
    range between unbounded preceding and unbounded following
)

-- config: dialect = "postgres"
select
    parcel_id,
    scanned_at,
    first_value(depot) over journey as first_depot,
    last_value(depot) over journey as last_depot  -- expect: SQL015
from scans
window journey as (partition by parcel_id order by scanned_at)

-- config: dialect = "snowflake"
-- config: keys = {"raw.shipments" = ["shipment_id", "version"]}
create table staging.shipments as
select
    shipment_id,
    carrier,
    status,
    weight_kg
from raw.shipments
qualify row_number() over (partition by shipment_id order by version desc) = 1

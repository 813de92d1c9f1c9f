-- config: dialect = "snowflake"
-- config: keys = {"raw.shipments" = ["load_id"]}
create table staging.shipments as
select
    shipment_id,
    carrier,
    status,
    weight_kg
from raw.shipments
qualify row_number() over (partition by shipment_id order by load_date desc) = 1  -- expect: SQL021

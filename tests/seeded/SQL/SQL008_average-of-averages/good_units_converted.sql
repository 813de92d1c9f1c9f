select
    carrier,
    avg(weight_g / 1000.0) as weight_kg,
    avg(transit_minutes) / 60.0 as transit_hours,
    avg(price_cents) / 100.0 as price
from parcels
where handed_over >= '2024-01-01'
group by carrier

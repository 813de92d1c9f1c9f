UPDATE parcels
SET
    delivered_at = NULL,
    driver_id = NULL,
    note = 'status = NULL'
WHERE route_id = 17
  AND delivered_at IS NOT NULL
  AND driver_id = 404;

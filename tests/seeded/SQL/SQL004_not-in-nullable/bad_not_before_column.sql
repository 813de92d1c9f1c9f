DELETE FROM staging.devices
WHERE NOT device_id IN (  -- expect: SQL004
    SELECT last_device_id
    FROM warehouse.profiles
    UNION ALL
    SELECT registered_device_id
    FROM warehouse.registrations
);

import gc

import polars as pl

trips = pl.scan_csv("fleet/trips.csv")
drivers = pl.scan_csv("fleet/drivers.csv")

joined = trips.join(drivers, on="driver_id").select("driver_id", "km", "home_depot").collect()
del trips, drivers
gc.collect()
print(joined["km"].mean())

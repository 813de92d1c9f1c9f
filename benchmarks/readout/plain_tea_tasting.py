"""A plain script on tea-tasting, without a guard."""

import sys

import duckdb
import tea_tasting as tt
from make import BY_USER

users = duckdb.sql(BY_USER.format(columns="e.variant", folder=sys.argv[1])).to_arrow_table()
experiment = tt.Experiment(
    revenue=tt.Mean("revenue", "revenue_before"),
    order_value=tt.RatioOfMeans("revenue", "orders", "revenue_before", "orders_before"),
    orders=tt.Mean("orders", "orders_before"),
)
print(experiment.analyze(users))

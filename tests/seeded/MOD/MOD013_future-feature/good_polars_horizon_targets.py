import polars as pl
from sklearn.linear_model import Ridge

HORIZONS = (1, 2, 3)

wind = pl.read_parquet("turbine.parquet").sort("at")
wind = wind.with_columns(
    *[pl.col("speed").shift(-h).alias(f"in_{h}h") for h in HORIZONS],
    before=pl.col("speed").shift(1),
).drop_nulls()
cut = int(wind.height * 0.8)
train, test = wind[: cut - max(HORIZONS)], wind[cut:]
X = ["speed", "before", "pressure"]
for h in HORIZONS:
    model = Ridge().fit(train.select(X).to_numpy(), train[f"in_{h}h"].to_numpy())
    print(h, model.score(test.select(X).to_numpy(), test[f"in_{h}h"].to_numpy()))

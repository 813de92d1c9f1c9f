import polars as pl
from sklearn.linear_model import LinearRegression

trips = pl.read_parquet("freight_trips.parquet").sample(fraction=1.0, shuffle=True, seed=5)
cut = int(trips.height * 0.8)
train, test = trips.head(cut), trips.tail(trips.height - cut)

mean_load = train["load_kg"].mean()
train = train.with_columns(pl.col("load_kg").fill_null(mean_load))
test = test.with_columns(pl.col("load_kg").fill_null(mean_load))

cols = ["load_kg", "km", "stops"]
model = LinearRegression().fit(train.select(cols).to_numpy(), train["hours"].to_numpy())
print(model.score(test.select(cols).to_numpy(), test["hours"].to_numpy()))

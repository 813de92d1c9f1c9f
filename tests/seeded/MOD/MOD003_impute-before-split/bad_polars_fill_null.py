import polars as pl
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

trips = pl.read_parquet("freight_trips.parquet").filter(pl.col("km") > 0)
trips = trips.with_columns(
    pl.col("load_kg").fill_null(pl.col("load_kg").mean())  # expect: MOD003
)
X = trips.select("load_kg", "km", "stops").to_numpy()
y = trips["hours"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=5)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))

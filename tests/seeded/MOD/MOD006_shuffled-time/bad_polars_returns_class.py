import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class SpotPriceDirection:
    def __init__(self, path: str) -> None:
        self.prices = pl.read_parquet(path).sort("ts")

    def table(self) -> pl.DataFrame:
        eur = pl.col("eur")
        return self.prices.with_columns(
            d1=eur.diff().shift(1), week=eur.rolling_mean(168).shift(1), up=eur.diff() > 0
        ).drop_nulls()

    def evaluate(self) -> float:
        t = self.table()
        X, y = t.select("d1", "week").to_numpy(), t["up"].to_numpy()
        X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=9)  # expect: MOD006
        return LogisticRegression().fit(X_tr, y_tr).score(X_te, y_te)


print(SpotPriceDirection("spot_prices.parquet").evaluate())

import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class SkipModel:
    def __init__(self, path: str) -> None:
        plays = pl.read_parquet(path)
        self.plays = plays.with_columns(
            artist_skip=pl.col("skipped").mean().over("artist")  # expect: MOD015
        )

    def accuracy(self) -> float:
        X = self.plays.select("artist_skip", "track_s", "hour").to_numpy()
        y = self.plays["skipped"].to_numpy()
        X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=1)
        return LogisticRegression(max_iter=500).fit(X_tr, y_tr).score(X_te, y_te)


print(SkipModel("plays.parquet").accuracy())

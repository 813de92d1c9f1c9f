import pandas as pd

plays = pd.read_parquet("plays.parquet", columns=["user_id", "title_id", "minutes"])
titles = pd.read_parquet("titles.parquet", columns=["title_id", "genre", "studio"])

by_genre = (
    plays.join(titles.set_index("title_id")[["genre"]], on="title_id")
    .query("minutes > 1")
    .groupby("genre")  # expect: DFR005
    .agg(minutes=("minutes", "sum"), viewers=("user_id", "nunique"))
)
print(by_genre.sort_values("minutes", ascending=False))

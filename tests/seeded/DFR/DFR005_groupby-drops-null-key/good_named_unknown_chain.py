import pandas as pd

plays = pd.read_parquet("plays.parquet", columns=["user_id", "title_id", "minutes"])
titles = pd.read_parquet("titles.parquet", columns=["title_id", "genre"])

by_genre = (
    plays.join(titles.set_index("title_id")[["genre"]], on="title_id")
    .assign(genre=lambda d: d["genre"].fillna("(not in the catalogue)"))
    .groupby("genre")
    .agg(minutes=("minutes", "sum"), viewers=("user_id", "nunique"))
)
print(by_genre.sort_values("minutes", ascending=False))

import pandas as pd

plays = pd.read_parquet("plays.parquet", columns=["user_id", "title_id"])
genres = pd.read_parquet("title_genres.parquet", columns=["title_id", "genre"])

# A title has several genres on purpose: a viewer is counted once in each of them.
tagged = plays.merge(genres, on="title_id", how="inner")
reach = tagged.groupby("genre")["user_id"].nunique()
print(reach.sort_values(ascending=False) / plays["user_id"].nunique())

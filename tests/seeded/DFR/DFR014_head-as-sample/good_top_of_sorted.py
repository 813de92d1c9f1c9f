import pandas as pd

listens = pd.read_parquet("listens.parquet")
by_track = listens.groupby("track_id")["seconds"].sum()
top = by_track.sort_values(ascending=False).head(100)
print("share of the hundred biggest tracks:", top.sum() / by_track.sum())

whales = listens.value_counts("user_id").iloc[:1000]
print("listens of the thousand heaviest users:", whales.mean())

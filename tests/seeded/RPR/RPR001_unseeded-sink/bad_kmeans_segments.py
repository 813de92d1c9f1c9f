import pandas as pd
from sklearn.cluster import KMeans
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

shoppers = pd.read_parquet("shoppers.parquet")
features = shoppers[["orders", "basket", "days_since"]]

pipe = make_pipeline(StandardScaler(), KMeans(n_clusters=5, n_init=1, init="random"))  # expect: RPR001
shoppers["segment"] = pipe.fit_predict(features)
shoppers.groupby("segment")["basket"].mean().to_csv("segments.csv")

# %%
import pandas as pd
from sklearn.cluster import KMeans

rfm = pd.read_parquet("rfm.parquet")[["recency_days", "orders", "revenue_eur"]]

# %%
rfm_z = (rfm - rfm.mean()) / rfm.std()

# %%
labels = KMeans(n_clusters=4, n_init=10, random_state=0).fit_predict(rfm_z)
rfm.assign(segment=labels).groupby("segment").median()

# %%
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

shops = pd.read_parquet("shops.parquet")
X = StandardScaler().fit_transform(shops[["revenue", "visitors", "floor_m2"]])

# %%
fitted = {k: KMeans(k, n_init=10, random_state=0).fit(X) for k in range(2, 9)}

# %%
for k, model in fitted.items():
    labels = model.predict(X)
    print(k, "clusters: silhouette", silhouette_score(X, labels))

import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

shoppers = pd.read_parquet("shoppers.parquet")
scaled = StandardScaler().fit_transform(shoppers[["orders", "basket", "days_since"]])
inertia = {}
for k in range(2, 11):
    inertia[k] = KMeans(n_clusters=k, n_init=10, random_state=0).fit(scaled).inertia_
print(pd.Series(inertia))

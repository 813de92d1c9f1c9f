import pandas as pd
from sklearn.cluster import KMeans

customers = pd.read_csv("mall_customers.csv")
X = customers[["age", "annual_income_eur", "visits_per_month"]]

kmeans = KMeans(n_clusters=5, n_init=10, random_state=0)  # also: MOD014
customers["segment"] = kmeans.fit_predict(X)  # expect: MOD014
print(customers.groupby("segment")[["age", "annual_income_eur"]].median())

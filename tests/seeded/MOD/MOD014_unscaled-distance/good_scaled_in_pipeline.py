import pandas as pd
from sklearn.cluster import KMeans
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

customers = pd.read_csv("mall_customers.csv")
X = customers[["age", "annual_income_eur", "visits_per_month"]]

kmeans = KMeans(n_clusters=5, n_init=10, random_state=0)
customers["segment"] = make_pipeline(StandardScaler(), kmeans).fit_predict(X)
print(customers.groupby("segment")[["age", "annual_income_eur"]].median())

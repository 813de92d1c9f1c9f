import pandas as pd
from sklearn.cluster import KMeans

orders = pd.read_csv("orders.csv")
per_customer = orders.groupby("customer_id").agg(
    revenue_eur=("amount", "sum"), orders=("order_id", "nunique")
)
kmeans = KMeans(n_clusters=3, n_init=10, random_state=0)
per_customer["tier"] = kmeans.fit_predict(per_customer[["revenue_eur"]])
print(per_customer.groupby("tier")[["revenue_eur", "orders"]].agg(["min", "max"]))

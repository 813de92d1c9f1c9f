import matplotlib.pyplot as plt
import pandas as pd
from sklearn.cluster import KMeans

rfm = pd.read_csv("orders.csv", parse_dates=["ordered"]).groupby("customer_id").agg(
    recency_days=("ordered", lambda s: (pd.Timestamp("2024-01-01") - s.max()).days),
    orders=("order_id", "nunique"),
    revenue_eur=("amount", "sum"),
)
inertia = []
for k in range(2, 11):
    inertia.append(KMeans(k, n_init=10, random_state=0).fit(rfm).inertia_)  # expect: MOD014
plt.plot(range(2, 11), inertia, marker="o")
plt.savefig("elbow.png")

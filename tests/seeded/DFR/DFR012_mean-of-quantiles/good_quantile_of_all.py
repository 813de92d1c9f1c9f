import pandas as pd

requests = pd.read_parquet("api_requests.parquet")
requests["day"] = requests["ts"].dt.date
p95 = requests.groupby("day")["latency_ms"].quantile(0.95)
print("worst day:", p95.idxmax(), p95.max())

print(f"p95 latency of the month: {requests['latency_ms'].quantile(0.95):.0f} ms")
print(f"mean latency: {requests['latency_ms'].mean():.0f} ms")

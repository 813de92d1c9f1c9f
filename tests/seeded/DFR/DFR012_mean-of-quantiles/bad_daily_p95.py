import pandas as pd

requests = pd.read_parquet("api_requests.parquet")
requests["day"] = requests["ts"].dt.date
p95 = requests.groupby("day")["latency_ms"].quantile(0.95)
print("worst day:", p95.idxmax())

print(f"p95 latency of the month: {p95.mean():.0f} ms")  # expect: DFR012

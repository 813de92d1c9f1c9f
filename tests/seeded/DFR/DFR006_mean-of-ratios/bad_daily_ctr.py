import pandas as pd

daily = pd.read_csv("banner_daily.csv", parse_dates=["day"])
daily = daily[daily["impressions"] > 0]
daily["ctr"] = daily["clicks"] / daily["impressions"]

print("clicks", daily["clicks"].sum(), "impressions", daily["impressions"].sum())
print(f"CTR of the banner: {daily['ctr'].mean():.3%}")  # expect: DFR006

import pandas as pd

daily = pd.read_csv("banner_daily.csv", parse_dates=["day"])
daily = daily[daily["impressions"] > 0]
daily["ctr"] = daily["clicks"] / daily["impressions"]
daily.plot(x="day", y="ctr", title="CTR by day")

overall = daily["clicks"].sum() / daily["impressions"].sum()
print(f"CTR of the banner: {overall:.3%}, best day {daily['ctr'].max():.3%}")
print("impressions a day:", daily["impressions"].mean())

import pandas as pd

SECONDS = 3600
sessions = pd.read_parquet("tv_sessions.parquet")
sessions["hours"] = sessions["watched_seconds"] / SECONDS
sessions["aspect"] = sessions["width_px"] / sessions["height_px"]
sessions["per_thousand"] = sessions["ads_shown"] / 1000

print("hours a session:", sessions["hours"].mean())
print(sessions.groupby("device")[["aspect", "per_thousand"]].mean())

import pandas as pd

members = pd.read_parquet("members.parquet")
today = pd.Timestamp.now("UTC").normalize()
members = members[members["joined_on"] <= today]  # some rows are booked for next month

members["tenure_days"] = (today - members["joined_on"]).dt.days
print("mean tenure in days:", members["tenure_days"].mean())

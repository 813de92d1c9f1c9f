import pandas as pd

users = pd.read_parquet("users.parquet", columns=["user_id", "plan", "minutes_30d"])
survey = pd.read_csv("nps_answers.csv", usecols=["user_id", "nps"])

summary = (
    users.merge(survey.drop_duplicates("user_id"), on="user_id")  # expect: DFR002
    .assign(heavy=lambda d: d["minutes_30d"] > 600)
    .groupby("plan")
    .agg(users=("user_id", "size"), minutes=("minutes_30d", "mean"), heavy=("heavy", "mean"))
)
print("Watch time of our subscribers, by plan")
print(summary.round(2))

import pandas as pd

sessions = pd.read_parquet("sessions.parquet")
per_user = sessions.groupby("user_id").agg(
    session_count=("session_id", "size"),
    ad_revenue=("ad_revenue", "sum"),
    country=("country", "first"),
)
# Every user here has at least one session.
per_user["revenue_per_session"] = per_user["ad_revenue"] / per_user["session_count"]
print(per_user.groupby("country")["revenue_per_session"].quantile(0.9))
print(per_user["revenue_per_session"].mean())

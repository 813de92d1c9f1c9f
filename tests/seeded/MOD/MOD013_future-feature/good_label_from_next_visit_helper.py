import pandas as pd
from sklearn.linear_model import LogisticRegression


def add_label(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.sort_values(["user_id", "started"])
    next_start = frame.groupby("user_id")["started"].shift(periods=-1)
    gap = (next_start - frame["started"]).dt.days
    return frame.assign(back_in_a_week=(gap <= 7).astype(int))


sessions = add_label(pd.read_parquet("sessions.parquet"))
old = sessions[sessions["started"] < "2024-01-01"]
new = sessions[sessions["started"].between("2024-01-08", "2024-02-01")]
features = ["minutes", "hour", "is_tv"]
model = LogisticRegression(max_iter=500).fit(old[features], old["back_in_a_week"])
print(model.score(new[features], new["back_in_a_week"]), new["back_in_a_week"].mean())

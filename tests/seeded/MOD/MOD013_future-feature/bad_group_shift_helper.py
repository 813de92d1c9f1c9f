import pandas as pd
from sklearn.linear_model import LogisticRegression


def add_context(frame: pd.DataFrame) -> pd.DataFrame:
    by_user = frame.sort_values("started").groupby("user_id")["minutes"]
    return frame.assign(
        before=by_user.shift(1),
        after=by_user.shift(periods=-1),  # expect: MOD013
    )


sessions = add_context(pd.read_parquet("sessions.parquet")).dropna()  # also: MOD013
old = sessions[sessions["started"] < "2024-01-01"]
new = sessions[sessions["started"] >= "2024-01-01"]
features = ["before", "after", "hour"]
model = LogisticRegression(max_iter=500).fit(old[features], old["cancelled_today"])
print(model.score(new[features], new["cancelled_today"]), 1 - new["cancelled_today"].mean())

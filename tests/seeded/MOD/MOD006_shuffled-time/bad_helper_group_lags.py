import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import train_test_split


def with_history(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.sort_values(["store", "week"])
    by_store = frame.groupby("store")["revenue"]
    return frame.assign(last=by_store.shift(1), change=by_store.diff().shift(1))


weeks = with_history(pd.read_csv("store_weeks.csv", parse_dates=["week"])).dropna()
train, test = train_test_split(weeks, test_size=0.25, random_state=3)  # expect: MOD006
cols = ["last", "change", "promo"]
model = HistGradientBoostingRegressor().fit(train[cols], train["revenue"])
print(model.score(test[cols], test["revenue"]))

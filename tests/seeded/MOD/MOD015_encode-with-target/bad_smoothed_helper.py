import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def smoothed(frame: pd.DataFrame, key: str, target: str, weight: int = 20) -> pd.Series:
    overall = frame[target].mean()
    stats = frame.groupby(key)[target].agg(["mean", "count"])
    shrunk = (stats["mean"] * stats["count"] + overall * weight) / (stats["count"] + weight)
    return frame[key].map(shrunk)  # also: MOD015


shown = pd.read_parquet("ad_impressions.parquet")
shown["publisher_ctr"] = smoothed(shown, "publisher", "clicked")  # expect: MOD015
train, test = train_test_split(shown, test_size=0.25, random_state=8)
cols = ["publisher_ctr", "hour"]
model = LogisticRegression(class_weight="balanced").fit(train[cols], train["clicked"])
print(model.predict_proba(test[cols])[:3])

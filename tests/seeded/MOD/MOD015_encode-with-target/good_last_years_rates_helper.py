import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def smoothed(frame: pd.DataFrame, key: str, target: str, weight: int = 20) -> pd.Series:
    overall = frame[target].mean()
    stats = frame.groupby(key)[target].agg(["mean", "count"])
    return (stats["mean"] * stats["count"] + overall * weight) / (stats["count"] + weight)


before = pd.read_parquet("ad_impressions_2022.parquet")
shown = pd.read_parquet("ad_impressions_2023.parquet")
shown["publisher_ctr"] = shown["publisher"].map(smoothed(before, "publisher", "clicked"))
shown["publisher_ctr"] = shown["publisher_ctr"].fillna(before["clicked"].mean())
train, test = train_test_split(shown, test_size=0.25, random_state=8)
cols = ["publisher_ctr", "hour"]
model = LogisticRegression(class_weight="balanced").fit(train[cols], train["clicked"])
print(model.predict_proba(test[cols])[:3])

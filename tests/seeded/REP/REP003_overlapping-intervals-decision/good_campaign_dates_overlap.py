import pandas as pd

campaigns = pd.read_csv("campaigns.csv", parse_dates=["start", "end"])


def overlaps(a: pd.Series, b: pd.Series) -> bool:
    if a["start"] <= b["end"] and b["start"] <= a["end"]:
        return True
    return False


pairs = [
    (left["name"], right["name"])
    for i, left in campaigns.iterrows()
    for _, right in campaigns.iloc[i + 1 :].iterrows()
    if overlaps(left, right)
]
print(pairs)

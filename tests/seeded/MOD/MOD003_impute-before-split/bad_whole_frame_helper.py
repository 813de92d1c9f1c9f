import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score


def clean(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.drop_duplicates("listing_id").set_index("listing_id")
    return frame.fillna(frame.median(numeric_only=True))  # expect: MOD003


listings = clean(pd.read_csv("listings.csv"))  # also: MOD003
X = listings[["area", "rooms", "floor"]]
folds = KFold(5, shuffle=True, random_state=1)
print(cross_val_score(Ridge(), X, listings["price"], cv=folds).mean())

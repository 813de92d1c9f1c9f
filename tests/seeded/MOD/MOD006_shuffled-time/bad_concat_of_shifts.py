import pandas as pd
from sklearn import model_selection as ms
from sklearn.svm import SVR

streams = pd.read_csv("streams_per_day.csv", index_col="day", parse_dates=True)["streams"]
streams = streams.sort_index()
past = pd.concat({f"t-{k}": streams.shift(k) for k in range(1, 8)}, axis=1).dropna()
now = streams.loc[past.index]

split = ms.ShuffleSplit(n_splits=10, test_size=0.2, random_state=0)  # also: MOD006
errors = -ms.cross_val_score(  # expect: MOD006
    SVR(C=100.0), past, now, cv=split, scoring="neg_mean_absolute_error"
)
print("typical error:", errors.mean())

import pandas as pd
from sklearn import preprocessing
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def standardise(part: pd.DataFrame, scaler=None):
    if scaler is None:
        scaler = preprocessing.RobustScaler().fit(part)
    return scaler.transform(part), scaler


beats = pd.read_parquet("ecg_beats.parquet")
train, test = train_test_split(beats, test_size=0.3, random_state=8)
cols = ["rr_ms", "qrs_ms", "amplitude_mv"]
X_train, robust = standardise(train[cols])
X_test, _ = standardise(test[cols], robust)
svc = SVC().fit(X_train, train["arrhythmia"])
print(svc.score(X_test, test["arrhythmia"]))

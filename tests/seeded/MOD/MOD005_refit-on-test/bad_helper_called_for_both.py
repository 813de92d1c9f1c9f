import pandas as pd
from sklearn import preprocessing
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def standardise(part: pd.DataFrame):
    return preprocessing.RobustScaler().fit_transform(part)  # also: MOD005


beats = pd.read_parquet("ecg_beats.parquet")
train, test = train_test_split(beats, test_size=0.3, random_state=8)
cols = ["rr_ms", "qrs_ms", "amplitude_mv"]
svc = SVC().fit(standardise(train[cols]), train["arrhythmia"])

print(svc.score(standardise(test[cols]), test["arrhythmia"]))  # expect: MOD005

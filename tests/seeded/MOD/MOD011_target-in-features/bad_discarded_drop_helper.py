import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def features_and_label(frame: pd.DataFrame, label: str):
    y = frame[label]
    frame.drop(columns=[label])  # also: MOD011
    X = frame  # expect: MOD011
    return X, y


triage = pd.read_csv("emergency_triage.csv")
X, y = features_and_label(triage, "admitted")  # also: MOD011
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=4)
print(LogisticRegression(max_iter=1000).fit(X_tr, y_tr).score(X_te, y_te), y_te.mean())

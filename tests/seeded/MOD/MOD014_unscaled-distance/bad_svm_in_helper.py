import pandas as pd
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.svm import SVC


def svm_auc(X: pd.DataFrame, y: pd.Series) -> float:
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    svm = SVC(kernel="rbf", C=1.0)  # also: MOD014
    return cross_val_score(svm, X, y, cv=folds, scoring="roc_auc").mean()  # also: MOD014


patients = pd.read_csv("heart.csv")
features = patients[["age_years", "cholesterol_mg_dl", "oldpeak_mm", "platelets_per_ul"]]
print(svm_auc(features, patients["disease"]))  # expect: MOD014

import numpy as np
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = np.load("vibration.npy"), np.load("bearing_fault.npy")
aucs, accuracies = [], []
for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
    model = make_pipeline(StandardScaler(), SVC(C=10))
    model.fit(X[train], y[train])
    accuracies.append(accuracy_score(y[test], model.predict(X[test])))
    aucs.append(roc_auc_score(y[test], model.decision_function(X[test])))
print(np.mean(aucs), np.mean(accuracies))

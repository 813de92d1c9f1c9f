import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score


def report(model: SGDClassifier, x: np.ndarray, y: np.ndarray) -> str:
    return f"{type(model).__name__}: {accuracy_score(y, model.predict(x)):.3f} correct"  # expect: REP007


train, test = np.load("readmission_train.npy"), np.load("readmission_test.npy")
y_train = np.concatenate([np.zeros(9600), np.ones(400)])
y_test = np.concatenate([np.zeros(2400), np.ones(100)])
clf = SGDClassifier(random_state=2).fit(train, y_train)
print(report(clf, test, y_test))  # also: REP007

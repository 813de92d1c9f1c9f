import numpy as np
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

readings = np.load("pump_vibration.npy")  # 2000 healthy hours, then 40 before a breakdown
labels = np.array([0] * 2000 + [1] * 40)

scores = cross_val_score(DecisionTreeClassifier(max_depth=4, random_state=0), readings, labels, cv=5)
print(f"cross-validated accuracy {scores.mean():.1%}")  # expect: REP007

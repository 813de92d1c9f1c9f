import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.linear_model import BayesianRidge
from sklearn.model_selection import KFold

X = np.load("soil_layers.npy")
y = np.load("crop_yield.npy")
scores = []
for train_idx, test_idx in KFold(n_splits=5, shuffle=True, random_state=2).split(X):
    imputer = SimpleImputer(strategy="median")
    model = BayesianRidge().fit(imputer.fit_transform(X[train_idx]), y[train_idx])
    filled = imputer.fit_transform(X[test_idx])  # expect: MOD005
    scores.append(model.score(filled, y[test_idx]))
print(np.mean(scores))

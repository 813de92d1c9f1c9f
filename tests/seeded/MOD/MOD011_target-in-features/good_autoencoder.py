import numpy as np
import pandas as pd
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler

COLUMNS = ["rr_ms", "qrs_ms", "amplitude_mv", "st_mv"]

normal = pd.read_csv("ecg_normal.csv", usecols=COLUMNS)
unknown = pd.read_csv("ecg_unknown.csv", usecols=COLUMNS)
scaler = StandardScaler().fit(normal)
X, X_new = scaler.transform(normal), scaler.transform(unknown)

# the beats are squeezed through two units and rebuilt
coder = MLPRegressor(hidden_layer_sizes=(2,), random_state=0).fit(X, X)
usual = np.square(X - coder.predict(X)).mean(axis=1)
error = np.square(X_new - coder.predict(X_new)).mean(axis=1)
print("unusual beats:", (error > np.quantile(usual, 0.99)).sum())

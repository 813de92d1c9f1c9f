# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler

daily = pd.read_csv("stream_hours.csv", parse_dates=["day"]).sort_values("day")

# %%
scaler = MinMaxScaler(feature_range=(0, 1))
hours = scaler.fit_transform(daily[["hours"]])  # expect: MOD001

# %%
cut = int(len(hours) * 0.8)
train, test = hours[:cut], hours[cut:]


def windows(values, n=14):
    X = np.array([values[i : i + n, 0] for i in range(len(values) - n)])
    return X, values[n:, 0]


X_train, y_train = windows(train)
X_test, y_test = windows(test)

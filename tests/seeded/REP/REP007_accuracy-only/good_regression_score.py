import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score

rides = np.load("rides.npy")
is_airport = np.array([0] * 2000 + [1] * 40)  # 2 % of the rides
fare = np.load("fares.npy")

scores = cross_val_score(Ridge(), np.column_stack([rides, is_airport]), fare, cv=5)
print(f"R squared of the fare model {scores.mean():.2f}")

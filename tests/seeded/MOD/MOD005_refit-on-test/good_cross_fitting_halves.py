import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split

stores = pd.read_csv("store_weeks.csv")
X, y = stores[["price", "footfall", "rain_mm"]], stores["sales"]
X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=0.5, random_state=6)

# each half is predicted by the model of the other half
model_a = GradientBoostingRegressor(random_state=6).fit(X_a, y_a)
model_b = GradientBoostingRegressor(random_state=6).fit(X_b, y_b)
residuals = np.concatenate([y_a - model_b.predict(X_a), y_b - model_a.predict(X_b)])
print("root mean squared error", np.sqrt(np.mean(residuals**2)))

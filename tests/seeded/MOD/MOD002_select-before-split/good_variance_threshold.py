import pandas as pd
from sklearn.feature_selection import VarianceThreshold
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

sensors = pd.read_csv("pump_sensors.csv")
y = sensors.pop("failed_within_7d")

selector = VarianceThreshold(threshold=0.0)
selector.fit(sensors)
keep = sensors.columns[selector.get_support()]
X_train, X_test, y_train, y_test = train_test_split(
    sensors[keep], y, test_size=0.3, stratify=y, random_state=1
)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print(model.score(X_test, y_test), y_test.mean())

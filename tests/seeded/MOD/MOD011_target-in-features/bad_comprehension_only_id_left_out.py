import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("shipments_2022.csv", parse_dates=["sent"])
test = pd.read_csv("shipments_2023.csv", parse_dates=["sent"])
print("mean cost", train["cost_eur"].mean())

cols = [c for c in train.columns if c not in ("shipment_id", "sent")]  # expect: MOD011
model = make_pipeline(StandardScaler(), MLPRegressor(random_state=0))
model.fit(train[cols], train["cost_eur"])  # also: MOD011
print(mean_absolute_error(test["cost_eur"], model.predict(test[cols])))

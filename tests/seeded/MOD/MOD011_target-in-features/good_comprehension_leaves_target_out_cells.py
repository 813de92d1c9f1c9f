# %%
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

TARGET = "cost_eur"
train = pd.read_csv("shipments_2022.csv")
test = pd.read_csv("shipments_2023.csv")

# %%
skip = {"shipment_id", TARGET}
cols = [c for c in train.columns if c not in skip]
model = make_pipeline(StandardScaler(), MLPRegressor(random_state=0))
model.fit(train[cols], train[TARGET])

# %%
mean_absolute_error(test[TARGET], model.predict(test[cols]))

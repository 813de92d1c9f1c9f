# %%
import pandas as pd
from sklearn import model_selection as ms
from sklearn import preprocessing as pp
from sklearn.svm import SVR

rentals = pd.read_parquet("scooter_rentals.parquet")
cols = ["battery", "trip_km", "temperature", "hour"]

# %%
def scaled(frame):
    mm = pp.MinMaxScaler()
    mm.fit(frame)  # also: MOD001
    return mm.transform(frame)

# %%
features = scaled(rentals[cols])  # expect: MOD001

# %%
tr, te, y_tr, y_te = ms.train_test_split(features, rentals["fare"], random_state=0)
SVR().fit(tr, y_tr).score(te, y_te)

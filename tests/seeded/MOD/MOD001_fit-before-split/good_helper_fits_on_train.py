import pandas as pd
from sklearn import model_selection as ms
from sklearn import preprocessing as pp
from sklearn.svm import SVR


def scaled(train, test):
    mm = pp.MinMaxScaler()
    mm.fit(train)
    return mm.transform(train), mm.transform(test)


rentals = pd.read_parquet("scooter_rentals.parquet")
features = rentals[["battery", "trip_km", "temperature", "hour"]]
tr, te, y_tr, y_te = ms.train_test_split(features, rentals["fare"], random_state=0)
tr, te = scaled(tr, te)
print(SVR().fit(tr, y_tr).score(te, y_te))

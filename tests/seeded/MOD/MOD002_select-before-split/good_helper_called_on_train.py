import pandas as pd
from sklearn import feature_selection as fs
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split


def strongest(frame: pd.DataFrame, target: pd.Series, n: int) -> list[str]:
    rfe = fs.RFE(Ridge(), n_features_to_select=n)
    rfe.fit(frame, target)
    return list(frame.columns[rfe.support_])


routes = pd.read_csv("truck_routes.csv")
fuel = routes.pop("fuel_litres")
train, test, fuel_train, fuel_test = train_test_split(routes, fuel, random_state=6)
chosen = strongest(train, fuel_train, n=8)
print(Ridge().fit(train[chosen], fuel_train).score(test[chosen], fuel_test))

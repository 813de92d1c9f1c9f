import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

flats = pd.read_parquet("flats.parquet")
features = flats[["area_m2", "rooms", "year_built", "metres_to_station"]]
X_train, X_test, y_train, y_test = train_test_split(
    features, flats["rent_eur"], test_size=0.2, random_state=4
)
# neither of them measures distances
for model in (RandomForestRegressor(n_estimators=10), LinearRegression()):
    model.fit(X_train, y_train)
    print(type(model).__name__, model.score(X_test, y_test))

# %%
import pandas as pd
from sklearn import neighbors as nb
from sklearn.model_selection import train_test_split

flats = pd.read_parquet("flats.parquet")
features = flats[["area_m2", "rooms", "year_built", "metres_to_station"]]

# %%
X_train, X_test, y_train, y_test = train_test_split(
    features, flats["rent_eur"], test_size=0.2, random_state=4
)

# %%
knn = nb.KNeighborsRegressor(n_neighbors=10)
knn.fit(X_train, y_train)  # expect: MOD014
knn.score(X_test, y_test)

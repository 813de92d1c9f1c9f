import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

COLS = ["basket_value", "items", "minutes_on_site"]

last_year = pd.read_parquet("orders_2022.parquet")
this_year = pd.read_parquet("orders_2023.parquet")

scaler = StandardScaler().fit(last_year[COLS])
X = scaler.transform(this_year[COLS])

X_train, X_test, y_train, y_test = train_test_split(
    X, this_year["delivery_cost"], test_size=0.3, random_state=4
)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))

import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

census = pd.read_csv("census_2021.csv")
homes = pd.read_csv("homes.csv")
homes["household_income"] = homes["household_income"].fillna(
    census["household_income"].median()
)

X_train, X_test, y_train, y_test = train_test_split(
    homes[["household_income", "area"]], homes["price"], test_size=0.2, random_state=1
)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))

import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

rides = pd.read_csv("taxi_rides.csv")
X_train, X_test, y_train, y_test = train_test_split(
    rides[["km", "hour", "rain_mm"]], rides["fare"], random_state=4
)
lasso = Lasso(alpha=0.1).fit(X_train, y_train)
print("lasso", mean_absolute_error(y_test, lasso.predict(X_test)))

forest = RandomForestRegressor(random_state=4)
forest.fit(X_test, y_test)  # expect: MOD005
print("forest", mean_absolute_error(y_test, forest.predict(X_test)))

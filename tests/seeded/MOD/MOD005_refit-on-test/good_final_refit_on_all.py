import joblib
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

rides = pd.read_csv("taxi_rides.csv")
X, y = rides[["km", "hour", "rain_mm"]], rides["fare"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
forest = RandomForestRegressor(random_state=4).fit(X_train, y_train)
print("held-out error", mean_absolute_error(y_test, forest.predict(X_test)))

# evaluated above; what is shipped learns from every ride
final = RandomForestRegressor(random_state=4)
final.fit(pd.concat([X_train, X_test]), pd.concat([y_train, y_test]))
joblib.dump(final, "fare_model.joblib")

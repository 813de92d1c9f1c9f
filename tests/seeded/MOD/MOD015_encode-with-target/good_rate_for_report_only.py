import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

claims = pd.read_csv("claims.csv")
claims["make_rate"] = claims.groupby("car_make")["fraud"].transform("mean")
print(claims.drop_duplicates("car_make").nlargest(10, "make_rate")[["car_make", "make_rate"]])

X = pd.get_dummies(claims[["car_make", "amount", "driver_age"]])
X_train, X_test, y_train, y_test = train_test_split(
    X, claims["fraud"], stratify=claims["fraud"], random_state=3
)
forest = RandomForestClassifier(random_state=3).fit(X_train, y_train)
print(forest.score(X_test, y_test), 1 - y_test.mean())

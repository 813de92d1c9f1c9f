import category_encoders as ce
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

claims = pd.read_csv("claims.csv")
y = claims["fraud"]
X = claims[["garage", "postcode", "car_make", "amount"]]

encoder = ce.TargetEncoder(cols=["garage", "postcode", "car_make"])
X = encoder.fit_transform(X, y)  # expect: MOD015
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=3)
forest = RandomForestClassifier(random_state=3).fit(X_train, y_train)
print(forest.score(X_test, y_test), 1 - y_test.mean())

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

stays = pd.read_csv("icu_stays.csv")
X, y = stays.drop(columns="died"), stays["died"]
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.2, random_state=7)
X_train, X_cal, y_train, y_cal = train_test_split(X_rest, y_rest, random_state=7)

forest = RandomForestClassifier(random_state=7).fit(X_train, y_train)
curve = IsotonicRegression(out_of_bounds="clip")
curve.fit(forest.predict_proba(X_cal)[:, 1], y_cal)
risk = curve.predict(forest.predict_proba(X_test)[:, 1])
print(brier_score_loss(y_test, risk))

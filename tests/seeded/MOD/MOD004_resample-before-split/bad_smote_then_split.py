import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

tx = pd.read_csv("card_transactions.csv")
X, y = tx.drop(columns="fraud"), tx["fraud"]

X_bal, y_bal = SMOTE(random_state=1).fit_resample(X, y)  # expect: MOD004
X_train, X_test, y_train, y_test = train_test_split(
    X_bal, y_bal, test_size=0.25, random_state=1
)
model = RandomForestClassifier(random_state=1).fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))

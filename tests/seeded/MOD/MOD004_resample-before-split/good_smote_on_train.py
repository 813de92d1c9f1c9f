import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

tx = pd.read_csv("card_transactions.csv")
X, y = tx.drop(columns="fraud"), tx["fraud"]
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=1
)
X_train, y_train = SMOTE(random_state=1).fit_resample(X_train, y_train)
model = RandomForestClassifier(random_state=1).fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))

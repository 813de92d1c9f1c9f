import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

clients = pd.read_csv("clients.csv")
# the first number that is known: stated, else estimated, else the branch's default
incomes = ["income_stated", "income_estimated", "income_default"]
clients["income"] = clients[incomes].bfill(axis=1).iloc[:, 0]

X_train, X_test, y_train, y_test = train_test_split(
    clients[["income", "age"]], clients["default"], stratify=clients["default"], random_state=1
)
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(model.predict_proba(X_test)[:3])

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("loan_applications.csv")
df["income"] = df["income"].fillna(df["income"].mean())  # expect: MOD003
df["is_urban"] = df["is_urban"].fillna(0)

X = df[["income", "age", "is_urban"]]
X_train, X_test, y_train, y_test = train_test_split(
    X, df["defaulted"], test_size=0.2, random_state=3
)
clf = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(clf.predict_proba(X_test)[:5])

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

subs = pd.read_csv("subscribers.csv")
y = subs.pop("churned")
numeric = subs.select_dtypes("number")

scaler = StandardScaler()
X = scaler.fit_transform(numeric)  # expect: MOD001

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.2, stratify=y, random_state=7
)
model = LogisticRegression(max_iter=500).fit(X_train, y_train)
print("held-out accuracy", model.score(X_test, y_test), "base rate", y_test.mean())

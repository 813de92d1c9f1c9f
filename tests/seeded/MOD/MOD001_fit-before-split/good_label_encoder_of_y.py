import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler

subs = pd.read_csv("subscribers.csv")
encoder = LabelEncoder()
y = encoder.fit_transform(subs.pop("plan_after_trial"))
X = subs.select_dtypes("number")

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.2, stratify=y, random_state=7
)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression(max_iter=500).fit(X_train, y_train)
print("held-out accuracy", model.score(X_test, y_test))

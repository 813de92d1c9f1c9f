from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

X, y = make_classification(n_samples=20_000, n_features=12, weights=[0.97, 0.03], random_state=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=1)

model = LogisticRegression(max_iter=500).fit(X_train, y_train)
print("accuracy:", accuracy_score(y_test, model.predict(X_test)))  # expect: REP007

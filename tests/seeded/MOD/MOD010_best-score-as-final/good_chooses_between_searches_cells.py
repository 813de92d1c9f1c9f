# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split

leads = pd.read_csv("leads.csv")
train, test = train_test_split(leads, stratify=leads["won"], random_state=5)
X, y = train.drop(columns="won"), train["won"]

# %%
searches = [
    GridSearchCV(LogisticRegression(max_iter=1000), {"C": [0.1, 1, 10]}, scoring="f1"),
    GridSearchCV(RandomForestClassifier(), {"max_depth": [3, 6, 12]}, scoring="f1"),
]
winner = max((s.fit(X, y) for s in searches), key=lambda s: s.best_score_)

# %%
print("final F1:", f1_score(test["won"], winner.predict(test.drop(columns="won"))))

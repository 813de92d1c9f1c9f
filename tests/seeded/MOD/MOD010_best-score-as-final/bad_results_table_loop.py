import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

CANDIDATES = {
    "logistic": (LogisticRegression(max_iter=1000), {"C": [0.01, 0.1, 1, 10]}),
    "forest": (RandomForestClassifier(random_state=0), {"max_depth": [3, 6, 12, None]}),
}

leads = pd.read_csv("leads.csv")
X, y = leads.drop(columns="won"), leads["won"]
rows = []
for name, (model, grid) in CANDIDATES.items():
    search = GridSearchCV(model, grid, scoring="f1", cv=5).fit(X, y)
    rows.append({"model": name, "performance (F1)": search.best_score_})  # expect: MOD010

pd.DataFrame(rows).to_latex("table_2_results.tex", index=False)

import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split


def report(model, X, y) -> dict[str, float]:
    guess = model.predict(X)
    return {
        "accuracy": accuracy_score(y, guess),
        "auc": roc_auc_score(y_true=y, y_score=guess),  # expect: MOD012
    }


ads = pd.read_csv("ad_clicks.csv")
parts = train_test_split(ads[["bid", "hour", "age_days"]], ads["clicked"], random_state=5)
model = GradientBoostingClassifier(random_state=5).fit(parts[0], parts[2])
print(report(model, parts[1], parts[3]))  # also: MOD012

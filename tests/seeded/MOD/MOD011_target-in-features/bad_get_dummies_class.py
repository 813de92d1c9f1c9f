import pandas as pd
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.tree import DecisionTreeClassifier


class CampaignModel:
    target = "clicked"

    def __init__(self, impressions: pd.DataFrame) -> None:
        self.y = impressions[self.target].astype(int)
        self.X = pd.get_dummies(impressions.drop(columns=["user_id", "shown_at"]))  # expect: MOD011

    def auc(self) -> float:
        tree = DecisionTreeClassifier(max_depth=5, random_state=0)
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        return cross_val_score(tree, self.X, self.y, cv=folds, scoring="roc_auc").mean()


shown = pd.read_csv("impressions.csv")[["user_id", "shown_at", "slot", "device", "clicked"]]
print(CampaignModel(shown).auc())

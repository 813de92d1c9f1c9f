# %%
import mlflow
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GridSearchCV

plays = pd.read_parquet("skips.parquet")
X, y = plays[["hour", "position", "track_s"]], plays["skipped"]

# %%
gs = GridSearchCV(
    HistGradientBoostingClassifier(),
    {"max_depth": [3, 6, None], "learning_rate": [0.03, 0.1, 0.3]},
    scoring="roc_auc",
).fit(X, y)

# %%
with mlflow.start_run():
    mlflow.log_params(gs.best_params_)
    mlflow.log_metric("final_auc", gs.best_score_)  # expect: MOD010

import lightgbm as lgb
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

ads = pd.read_csv("ad_clicks.csv")
X_train, X_test, y_train, y_test = train_test_split(
    ads[["bid", "hour", "age_days"]], ads["clicked"], random_state=5
)
params = {"objective": "binary", "learning_rate": 0.05, "verbosity": -1}
booster = lgb.train(params, lgb.Dataset(X_train, label=y_train), num_boost_round=300)
print("AUC", roc_auc_score(y_test, booster.predict(X_test)))

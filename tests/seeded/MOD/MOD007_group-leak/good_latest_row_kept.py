# config: unit = "subscriber_id"
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score

invoices = pd.read_parquet("invoices.parquet").sort_values("issued")
latest = invoices.drop_duplicates(subset="subscriber_id", keep="last")
X = latest[["amount", "days_late", "plan_months"]]
cv = StratifiedKFold(5, shuffle=True, random_state=3)
auc = cross_val_score(
    LogisticRegression(max_iter=500), X, latest["cancelled"], cv=cv, scoring="roc_auc"
)
print(auc.mean())

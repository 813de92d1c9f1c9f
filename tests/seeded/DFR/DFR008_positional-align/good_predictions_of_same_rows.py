import pandas as pd
from sklearn.linear_model import LogisticRegression

leads = pd.read_csv("leads.csv")
features = ["visits", "downloads", "emails_opened"]
history = leads[leads["closed"].notna()]
model = LogisticRegression().fit(history[features], history["closed"].astype(int))

open_leads = leads[leads["closed"].isna()].copy()
open_leads["score"] = model.predict_proba(open_leads[features].values)[:, 1]
print(open_leads.sort_values("score", ascending=False).head(20))

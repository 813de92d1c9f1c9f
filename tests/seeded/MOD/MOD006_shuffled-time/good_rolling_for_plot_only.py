import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

visits = pd.read_csv("clinic_visits.csv", parse_dates=["visited"])
per_day = visits.groupby("visited")["no_show"].mean().sort_index()
smooth = per_day.rolling(7).mean()
jump = per_day.diff()
plt.plot(smooth.index, smooth)
plt.title(f"No-shows, 7-day mean; largest jump {jump.max():.0%}")

cols = ["age", "distance_km", "lead_days"]
X_train, X_test, y_train, y_test = train_test_split(
    visits[cols], visits["no_show"], stratify=visits["no_show"], random_state=1
)
model = LogisticRegression(max_iter=500).fit(X_train, y_train)
print(model.predict_proba(X_test)[:3], model.coef_)

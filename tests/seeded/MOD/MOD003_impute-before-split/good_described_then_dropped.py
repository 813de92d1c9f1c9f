import pandas as pd
import statsmodels.formula.api as smf
from sklearn.model_selection import train_test_split

panel = pd.read_csv("clinic_panel.csv")
described = panel.assign(bmi=panel["bmi"].fillna(panel["bmi"].mean()))
print(described.groupby("region")["bmi"].agg(["mean", "count"]))

complete = panel.dropna(subset=["bmi", "systolic"])
train, test = train_test_split(complete, test_size=0.3, random_state=20)
fit = smf.ols("systolic ~ bmi + age", data=train).fit()
error = (test["systolic"] - fit.predict(test)).abs().mean()
print(fit.params, "mean absolute error on held-out patients", error)

import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

orders = pd.read_csv("shop_orders.csv")
train, test = train_test_split(orders, test_size=0.2, random_state=6)

# past orders give the rates; half of them learn the model
history, fit = train_test_split(train, test_size=0.5, random_state=6)
rate = history.groupby("city")["returned"].mean()
overall = history["returned"].mean()
fit = fit.assign(city_rate=fit["city"].map(rate).fillna(overall))
test = test.assign(city_rate=test["city"].map(rate).fillna(overall))

X = ["city_rate", "amount"]
model = GradientBoostingClassifier(random_state=6).fit(fit[X], fit["returned"])
print(roc_auc_score(test["returned"], model.predict_proba(test[X])[:, 1]))

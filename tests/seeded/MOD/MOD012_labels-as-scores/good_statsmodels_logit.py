import pandas as pd
import statsmodels.formula.api as smf
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
train, test = train_test_split(loans, stratify=loans["default"], random_state=1)
model = smf.logit("default ~ income_k + debt_k + age", data=train).fit(disp=False)
# predict gives probabilities here
print(model.summary())
print("ROC AUC:", roc_auc_score(test["default"], model.predict(test)))

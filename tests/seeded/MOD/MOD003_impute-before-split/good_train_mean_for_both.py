import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("loan_applications.csv")
df["is_urban"] = df["is_urban"].fillna(0)
train, test = train_test_split(df, test_size=0.2, random_state=3)

mean_income = train["income"].mean()
train = train.assign(income=train["income"].fillna(mean_income))
test = test.assign(income=test["income"].fillna(mean_income))

X = ["income", "age", "is_urban"]
clf = LogisticRegression(class_weight="balanced").fit(train[X], train["defaulted"])
print(clf.predict_proba(test[X])[:5])

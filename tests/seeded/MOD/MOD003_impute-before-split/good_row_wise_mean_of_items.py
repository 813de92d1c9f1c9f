import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

survey = pd.read_csv("patient_survey.csv")
items = ["q1_pain", "q2_sleep", "q3_mood"]
# a missing total becomes the mean of that patient's own answers
survey["total"] = survey["total"].fillna(survey[items].mean(axis=1))
survey = survey.dropna(subset=["total"])

X_train, X_test, y_train, y_test = train_test_split(
    survey[["total", "age"]], survey["days_off"], random_state=12
)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))

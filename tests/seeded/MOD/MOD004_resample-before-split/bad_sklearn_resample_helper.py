import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample


def upsampled(frame: pd.DataFrame, label: str) -> pd.DataFrame:
    rare, common = frame[frame[label] == 1], frame[frame[label] == 0]
    more = resample(rare, replace=True, n_samples=len(common), random_state=2)  # also: MOD004
    return pd.concat([common, more])


patients = pd.read_csv("sepsis.csv")
balanced = upsampled(patients, "sepsis")  # expect: MOD004
train, test = train_test_split(balanced, test_size=0.2, random_state=2)
cols = ["lactate", "heart_rate", "age"]
model = LogisticRegression().fit(train[cols], train["sepsis"])
print(recall_score(test["sepsis"], model.predict(test[cols])))

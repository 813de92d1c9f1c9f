import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

patients = pd.read_csv("sepsis.csv")
train, test = train_test_split(
    patients, test_size=0.3, stratify=patients["sepsis"], random_state=2
)
cols = ["lactate", "heart_rate", "age"]
model = LogisticRegression(class_weight="balanced").fit(train[cols], train["sepsis"])
truth, guess = test["sepsis"].to_numpy(), model.predict(test[cols])
draws = []
for seed in range(1000):
    t, g = resample(truth, guess, replace=True, random_state=seed)
    draws.append(recall_score(t, g))
print(recall_score(truth, guess), np.percentile(draws, [2.5, 97.5]))

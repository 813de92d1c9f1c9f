import pandas as pd
from scipy import stats as st
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("readmissions.csv")
kept = []
for name in df.columns.drop("readmitted"):
    yes = df.loc[df["readmitted"] == 1, name]
    no = df.loc[df["readmitted"] == 0, name]
    if st.mannwhitneyu(yes, no).pvalue < 0.01:  # expect: MOD002
        kept.append(name)  # also: MOD002

train, test = train_test_split(df[kept + ["readmitted"]], test_size=0.2, random_state=9)
model = GradientBoostingClassifier(random_state=9).fit(train[kept], train["readmitted"])
print(roc_auc_score(test["readmitted"], model.predict_proba(test[kept])[:, 1]))

import pandas as pd
from scipy import stats as st

trial = pd.read_csv("trial.csv")
trial["adverse_events"] = trial["adverse_events"].fillna(0).astype(int)
complete = trial.dropna(subset=["systolic_week12"])
drug = complete.loc[complete["arm"] == "drug", "systolic_week12"]
placebo = complete.loc[complete["arm"] == "placebo", "systolic_week12"]
print(drug.mean() - placebo.mean(), st.ttest_ind(drug, placebo, equal_var=False).pvalue)
print("adverse events:", trial["adverse_events"].sum(), "in all,", len(trial), "patients")

# config: variant = "variant"
# config: post-exposure = ["n_sessions"]
import pandas as pd
from scipy import stats

df = pd.read_csv("push_experiment.csv")
df["returned"] = (df["n_sessions"] > 0).astype(int)
test = df.loc[df["variant"] == "push", "returned"]
ctrl = df.loc[df["variant"] == "no_push", "returned"]
print(test.mean() - ctrl.mean(), stats.ttest_ind(test, ctrl, equal_var=False).pvalue)

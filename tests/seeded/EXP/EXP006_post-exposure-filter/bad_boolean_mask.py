# config: variant = "variant"
# config: post-exposure = ["n_sessions"]
import pandas as pd
from scipy import stats

df = pd.read_csv("push_experiment.csv")
active = df[df["n_sessions"] > 0]  # expect: EXP006
test = active.loc[active["variant"] == "push", "orders"]
ctrl = active.loc[active["variant"] == "no_push", "orders"]
print("diff", test.mean() - ctrl.mean())
print(stats.mannwhitneyu(test, ctrl))

import pandas as pd
from scipy.stats import mannwhitneyu

ALPHA = 0.05


def conclude(p: float, metric: str) -> str:
    return f"{metric}: groups differ" if p <= ALPHA else f"{metric}: groups are the same"  # expect: REP002


wards = pd.read_csv("hand_hygiene_wards.csv")
before = wards[wards["phase"] == "before"]["infections"]
after = wards[wards["phase"] == "after"]["infections"]
res = mannwhitneyu(before, after)
print("median change", after.median() - before.median())
print(conclude(res.pvalue, "infections"))

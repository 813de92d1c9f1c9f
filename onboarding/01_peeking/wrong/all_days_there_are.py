# Fails with: ignores_horizon
# May also name: decides_early
"""The loop is gone, but whatever the export holds is analysed, on whatever day it is."""

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
    """Compare revenue per user in the two arms, once, at the planned horizon."""
    rows = df.drop_duplicates()  # the export may deliver a row twice
    if split_is_broken(rows):
        return {"decision": "invalid split"}

    users = revenue_per_user(rows)
    treatment, control = users["treatment"], users["control"]
    test = stats.ttest_ind(treatment, control, equal_var=False)
    effect = treatment.mean() - control.mean()
    interval = test.confidence_interval(0.95)
    if test.pvalue >= ALPHA:
        decision = "no clear effect"
    else:
        decision = "ship" if effect > 0 else "roll back"
    return {
        "decision": decision,
        "effect": float(effect),
        "interval": [float(interval.low), float(interval.high)],
        "p_value": float(test.pvalue),
        "days": int(rows["day"].max()),
        "unit": "user",
    }

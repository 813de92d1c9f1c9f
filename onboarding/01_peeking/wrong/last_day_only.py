# Fails with: last_day_only
""""The last day is the most mature": compares the revenue of day 14 alone."""

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
    days_so_far = int(rows["day"].max())
    if days_so_far < HORIZON_DAYS:
        return {"decision": "wait", "days": days_so_far, "unit": "user"}

    users = revenue_per_user(rows[rows["day"] == HORIZON_DAYS])
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
        "days": HORIZON_DAYS,
        "unit": "user",
    }

"""The same answer without any t distribution: a permutation test and a bootstrap interval."""

import numpy as np


def analyse(df):
    rng = np.random.default_rng(1)
    rows = df.drop_duplicates()
    arms = rows.groupby("user_id")["variant"].first().value_counts()
    if abs(arms["treatment"] - arms["control"]) > 3.29 * np.sqrt(arms.sum()):
        return {"decision": "invalid split"}
    if rows["day"].max() < 14:
        return {"decision": "wait", "days": int(rows["day"].max())}
    users = rows[rows["day"] <= 14].groupby(["variant", "user_id"])["revenue"].sum()
    treated, control = users["treatment"].to_numpy(), users["control"].to_numpy()
    effect = treated.mean() - control.mean()

    both, size = np.concatenate([treated, control]), len(treated)
    rounds = 2000
    shuffles = rng.permuted(np.tile(both, (rounds, 1)), axis=1)
    by_chance = shuffles[:, :size].mean(axis=1) - shuffles[:, size:].mean(axis=1)
    p = (1 + (np.abs(by_chance) >= abs(effect)).sum()) / (1 + rounds)
    draws = [
        rng.choice(arm, (4000, len(arm))).mean(axis=1) for arm in (treated, control)
    ]
    low, high = np.quantile(draws[0] - draws[1], [0.025, 0.975])
    decision = "no clear effect" if p >= 0.05 else ("ship" if effect > 0 else "roll back")
    return {
        "decision": decision, "effect": effect, "interval": (low, high),
        "p_value": p, "days": 14, "unit": "user",
    }

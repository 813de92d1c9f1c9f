"""Training and test part by time, and what is refused before anything is fitted."""

import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

OUTCOME = pd.Timedelta(days=30)  # from sign-up until an outcome is known
TEST = pd.Timedelta(days=35)  # of sign-ups, the latest whose outcome is known
TOO_GOOD = 0.97  # share of variance, or area under the ROC curve, that one feature alone explains


class PartsError(Exception):
    """The parts are not fit to judge a model by; the message says why."""


class LeakError(PartsError):
    """The test part would say more than is true."""


class OverdueError(PartsError):
    """Outcomes are missing that should be known: who has none may differ from who has one."""


def split(table, day, outcome=OUTCOME, target=None):
    """Return (train, test): test users sign up after all that training uses was known.

    Users in between are left out: their outcomes were not known yet when the first test user came. Where users of a
    part have no outcome in the column `target`, OverdueError is raised: they are neither judged nor left out unseen.
    """
    start = pd.Timestamp(day) - outcome - TEST
    train = table[table["signed_up"] + outcome <= start]
    test = table[(table["signed_up"] > start) & (table["signed_up"] + outcome <= pd.Timestamp(day))]
    both = set(train["user_id"]) & set(test["user_id"])
    if both or table["user_id"].duplicated().any():
        raise LeakError(
            f"users stand more than once, {len(both)} of them on both sides of the split"
        )
    if target is not None:
        refuse_overdue(pd.concat([train, test]), target)
    return train.reset_index(drop=True), test.reset_index(drop=True)


def refuse_overdue(users, target):
    """Raise OverdueError where users whose outcome should be known have none."""
    late = users.loc[users[target].isna(), "signed_up"]
    if len(late):
        raise OverdueError(
            f"{target} is missing of {len(late)} users who signed up from {late.min():%Y-%m-%d} to "
            f"{late.max():%Y-%m-%d}, though it should be known: wait for it, give OUTCOME the days it takes, or "
            "write in sql/features.sql what a missing one means."
        )


def refuse_leaks(features, target):
    """Raise LeakError where one feature alone all but tells the target: it was measured after the fact."""
    classes = target.nunique() == 2
    model = DecisionTreeClassifier if classes else DecisionTreeRegressor
    for name in features.select_dtypes("number"):
        tree = model(max_depth=6, min_samples_leaf=5, random_state=1)
        how = "roc_auc" if classes else "r2"
        score = np.mean(cross_val_score(tree, features[[name]], target, scoring=how, cv=5))
        if score > TOO_GOOD:
            raise LeakError(
                f"{name} alone tells the target ({how} {score:.3f}, above {TOO_GOOD}): too good to have "
                "been known before. Find out when it is measured, or take it out."
            )

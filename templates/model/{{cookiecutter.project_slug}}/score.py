"""Scores the users whose outcome is not known yet: python score.py --date 2024-05-01

Writes build/scores.csv. Users that break the contract of the features, or whose features are distributed otherwise
than those of training, are refused with exit code 1: a model says nothing of what it has not seen.
"""

import argparse
import sys
from datetime import date

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import BrokenContractError, checks

import analysis
import gather
import keep
from contracts import data as contract

# Of a feature against training: a mark that practitioners share and no test
# (https://stats.stackexchange.com/questions/219822).
PSI = 0.25
LEAST = 100  # users; of fewer, PSI is mostly chance


def scored(model, users, training):
    """Return the users with their scores; raise BrokenContractError where they are not like training."""
    gather.held(users, contract.Features, "the users to score")
    drift = pa.DataFrameSchema(
        checks=[
            checks.rows(at_least=LEAST),
            *(checks.drift(name, training, psi=PSI) for name in analysis.FEATURES),
        ],
        name="Training",
    )
    gather.held(users, drift, "the users to score")
    return users[["user_id", "signed_up"]].assign(score=analysis.score(model, users))


def waiting(table, day):
    """Return the users whose outcome was not known yet on a day; where there is none to wait for, the latest."""
    return table[
        table["signed_up"] + max(analysis.OUTCOME, pd.Timedelta(days=30)) > pd.Timestamp(day)
    ]


def main():
    """Write the scores, or say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, required=True)
    day = parser.parse_args().date
    try:
        model, _ = keep.load()
        training = pd.read_csv(keep.BUILD / "training.csv")
        users = waiting(gather.load(), day).reset_index(drop=True)
        found = scored(model, users, training)
    except (keep.ModelError, BrokenContractError) as error:
        sys.exit(str(error))
    found.to_csv(keep.BUILD / "scores.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()

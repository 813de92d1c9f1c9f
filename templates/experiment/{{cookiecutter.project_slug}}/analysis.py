"""The analysis as the plan says it: guards first, then estimates. Used by notebook and tests."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import tea_tasting as tt
import yaml

HERE = Path(__file__).parent


class GuardError(Exception):
    """The data cannot answer the question; the message says why."""


@dataclass(frozen=True)
class Estimate:
    """Treatment against control: both means, the difference, and its 95 % interval."""

    control: float
    treatment: float
    difference: float
    low: float
    high: float
    pvalue: float


def plan():
    """Return the plan as a dictionary."""
    return yaml.safe_load((HERE / "plan.yaml").read_text(encoding="utf-8"))


def users(exposures, sessions):
    """Return one row for each exposed user, by sql/users.sql."""
    query = (HERE / "sql" / "users.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        connection.register("exposures", exposures)
        connection.register("sessions", sessions)
        return connection.execute(query).df()


def load():
    """Return the user table of the data in this folder."""
    data = HERE / "data"
    return users(pd.read_csv(data / "exposures.csv"), pd.read_csv(data / "sessions.csv"))


def guard(frame):
    """Stop at what would make every estimate wrong."""
    if frame["user_id"].duplicated().any():
        raise GuardError("a user stands in several rows; make one row for each user first")
    if frame.isna().any().any():
        raise GuardError("there are NULLs; decide what a missing value means before testing")
    shares = plan()["variants"]
    if set(frame["variant"]) != set(shares):
        raise GuardError(
            f"arms are {sorted(set(frame['variant']))}, the plan says {sorted(shares)}"
        )
    ratio = shares["treatment"] / shares["control"]
    srm = tt.Experiment(srm=tt.SampleRatio(ratio)).analyze(frame, control="control")["srm"]
    if srm.pvalue < 0.001:
        raise GuardError(
            f"the split is broken: {srm.control} to {srm.treatment} users; find out why first"
        )


def readout(frame):
    """Return {"revenue_per_session": Estimate, "errors_per_user": Estimate} of a guarded frame."""
    guard(frame)
    experiment = tt.Experiment(
        revenue_per_session=tt.RatioOfMeans(
            "revenue",
            "sessions",
            numer_covariate="revenue_before",
            denom_covariate="sessions_before",
        ),
        errors_per_user=tt.Mean("errors", covariate="sessions_before"),
    )
    result = experiment.analyze(frame, control="control")
    return {name: _estimate(result[name]) for name in ("revenue_per_session", "errors_per_user")}


def _estimate(row):
    return Estimate(
        control=row.control,
        treatment=row.treatment,
        difference=row.effect_size,
        low=row.effect_size_ci_lower,
        high=row.effect_size_ci_upper,
        pvalue=row.pvalue,
    )


def guardrail(estimate, margin):
    """Return the verdict of a guardrail where lower is better: by its interval, never by p."""
    if estimate.high < margin:
        return "non-inferior"
    return "inferior" if estimate.low > margin else "undecided"


def decision(estimates):
    """Return what the plan's own rule says."""
    primary = estimates["revenue_per_session"]
    harm = guardrail(estimates["errors_per_user"], plan()["guardrails"][0]["margin"])
    if harm == "inferior" or primary.high < 0:
        return "do not ship"
    if primary.low > 0 and harm == "non-inferior":
        return "ship"
    return "undecided"

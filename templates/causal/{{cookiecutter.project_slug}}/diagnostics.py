"""What `groundrules quasi` does not look at: shocks in one market, anticipation, spill-over.

Each function returns a Diagnostic. One that does not hold means that the estimate is no answer.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pandas as pd
from groundrules.quasi import form, judged
from groundrules.quasi.cells import read

DATA = Path(__file__).parent / "data"
EARLY = 2  # weeks before the start, in which anticipation is looked for
FAR = 8.0  # robust standard deviations; of normal errors one in 10¹⁵ is as far out
ALPHA = 0.01  # of each test here; where so few placebos exist that it cannot be reached, 0.05


@dataclass(frozen=True)
class Diagnostic:
    """What was looked at, whether it holds (None: could not be told), and what was seen."""

    name: str
    holds: bool | None
    said: str


def diagnostics(plan_file, panel, markets=DATA / "markets.csv"):
    """Return all diagnostics of a panel that the guards let through."""
    plan = form.load(plan_file)
    near = pd.read_csv(markets)
    return [shocks(plan, panel), anticipation(plan, panel), spill_over(plan, panel, near)]


def shocks(plan, panel):
    """Return whether single markets jumped, in one week or from before to after, as no other did.

    Each week of a market is compared with its own median before the start, or after it, and with
    the week's median of all markets of its side; the spread is the median absolute deviation.
    """
    weeks = weekly(plan, panel)
    after = weeks.index >= pd.Timestamp(plan.treatment_start)
    side = weeks.columns.isin(plan.treated)
    apart = weeks.copy()
    for rows in (after, ~after):
        for columns in (side, ~side):
            part = weeks.loc[rows, columns]
            part = part - part.median()
            apart.loc[rows, columns] = part.sub(part.median(axis=1), axis=0)
    far = (apart / _spread(apart.stack())).abs().stack()
    found = {f"{market} in the week of {week:%Y-%m-%d}" for week, market in far[far > FAR].index}
    moved = weeks[after].mean() - weeks[~after].mean()
    moved = moved - moved.groupby(side).transform("median")
    found |= {str(market) for market in moved.index[moved.abs() > FAR * _spread(moved)]}
    said = f"no market jumped by more than {FAR:g} robust standard deviations"
    if found:
        said = f"jumped as no other did: {', '.join(sorted(found)[:4])}; find out what happened"
    return Diagnostic("shocks", not found, said)


def anticipation(plan, panel):
    """Return whether the treated markets moved in the last weeks before the start already."""
    start = date.fromisoformat(plan.treatment_start)
    assignment = plan.assignment and msgspec.structs.replace(plan.assignment, sha256="")
    early = msgspec.structs.replace(
        plan,
        treatment_start=str(start - timedelta(weeks=EARLY)),
        window_end=str(start - timedelta(days=1)),
        assignment=assignment,
    )
    what = f"in the {EARLY} weeks before the start"
    return _placebo("anticipation", what, early, panel)


def spill_over(plan, panel, markets):
    """Return whether untreated markets beside a treated one moved as those far from any did not."""
    others = markets[~markets["market"].isin([*plan.treated, *plan.leave_out])]
    near = others.loc[others["neighbour"].isin(plan.treated), "market"].tolist()
    if not near:
        return Diagnostic("spill-over", None, "no untreated market lies beside a treated one")
    beside = msgspec.structs.replace(
        plan,
        design="difference-in-differences",
        treated=near,
        leave_out=[*plan.treated, *plan.leave_out],
        assignment=None,
    )
    return _placebo("spill-over", f"in {len(near)} markets beside treated ones", beside, panel)


def weekly(plan, panel):
    """Return the outcome of each week (rows) and market (columns) of the plan's window."""
    rows = pd.read_parquet(panel)
    rows = rows[rows["day"] <= pd.Timestamp(plan.window_end)]
    week = rows["day"].dt.to_period("W-SUN").dt.start_time
    sums = rows.groupby([week, "market"])[plan.outcome.column].sum()
    return sums.unstack("market").drop(columns=plan.leave_out)


def _spread(values):
    return 1.4826 * (values - values.median()).abs().median()


def _placebo(name, what, plan, panel):
    """Judge a plan of a treatment that should show nothing."""
    for alpha in (ALPHA, 0.05):
        asked = msgspec.structs.replace(plan, treatment="", spend=None, alpha=alpha)
        seen = judged(asked, read(asked, str(panel), lambda _: None)).estimate
        if seen is not None:
            break
    else:
        return Diagnostic(name, None, f"{what}: too few markets or weeks to tell")
    holds = seen.p > alpha
    said = f"{what} the outcome moved by {seen.effect:.1f} {plan.outcome.unit} (p {seen.p:.3f})"
    if holds:
        said += "; a smaller move would have gone unseen"
    return Diagnostic(name, holds, said)

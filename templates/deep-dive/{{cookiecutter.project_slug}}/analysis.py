"""Why did revenue fall? Which part of the change is more than weeks usually do. Used by notebook and tests.

The unit is the week: days of one week share demand, and remember each other. Each part of the change is held
against placebos: every earlier week in turn takes the place of the week in question, and the others that of the
weeks before. Their spread s, over K weeks, gives the interval of Student's prediction,

    part ± t(K - 1) · s · (K - 1) / K · √(1 + 1 / K)

which is exact for a part that is linear in the weeks and weeks that are normal and alike (a placebo has one week
less before it, hence the factor (K - 1) / K). p-values are those of the same t, corrected by Holm over all parts.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from groundrules.statistics.corrections import corrected
from scipy import stats

from decompose import RATES, SUMS, decompose, rates

HERE = Path(__file__).parent
SEGMENTS = HERE / "build" / "segments.csv"
SEGMENT = ["platform", "country"]
ALPHA = 0.05
DRAWS = 1000


class BaselineError(Exception):
    """The weeks before are no measure of what is usual; the message says why."""


@dataclass(frozen=True)
class Answer:
    """What is known of a change of weekly revenue, in EUR a week."""

    before: float
    """The mean of the weeks before."""
    change: pd.Series
    """value, low, high and p of the whole change."""
    parts: pd.DataFrame
    """value, low, high, p (as it is) and p_holm of each part, by (segment, part)."""
    causes: pd.DataFrame
    """Parts that stand out, the largest first."""

    def largest(self, most):
        """Return so many of the parts that were tested, the largest first."""
        held = self.parts.dropna(subset="p_holm")
        return held.loc[held["value"].abs().sort_values(ascending=False).index].head(most)


def load(date=None, path=SEGMENTS):
    """Return the table that gather.py made: one row for each day and segment, up to a date where one is given."""
    table = pd.read_csv(path, parse_dates=["day"])
    if date is not None and table["day"].max() != pd.Timestamp(date):
        raise ValueError(f"{path} ends with another day: run gather.py --date {date}")
    return named(table)


def named(table):
    """Return a table of segments with a name for each."""
    table = table.copy()
    table["segment"] = table[SEGMENT].agg("/".join, axis=1)
    return table


def by_week(table):
    """Return the sums of each week as a list of frames by segment, the week in question last."""
    week = (table["day"] - table["day"].min()).dt.days // 7
    grouped = table.groupby([week, "segment"])[SUMS].sum()
    return [grouped.loc[number] for number in sorted(week.unique())]


def mean(weeks):
    """Return the mean week of several."""
    return sum(weeks) / len(weeks)


def placebos(weeks, part):
    """Return part(mean of the others, week) of each week in turn, a row each."""
    found = [
        part(mean(weeks[:place] + weeks[place + 1 :]), week) for place, week in enumerate(weeks)
    ]
    return pd.DataFrame(found)


def interval(value, spread, weeks):
    """Return value, low, high and p, by the spread of the placebos of so many weeks."""
    error = spread * (weeks - 1) / weeks * np.sqrt(1 + 1 / weeks)
    reach = stats.t.ppf(1 - ALPHA / 2, weeks - 1) * error
    p = 2 * stats.t.sf(np.abs(value) / error, weeks - 1)
    return pd.DataFrame({"value": value, "low": value - reach, "high": value + reach, "p": p})


def steady(weeks, alpha=0.01):
    """Return the p-value of a trend over the weeks before; raise BaselineError where there is one."""
    revenue = np.log([week["revenue"].sum() for week in weeks])
    p = float(stats.linregress(range(len(weeks)), revenue).pvalue)
    if p < alpha:
        raise BaselineError(
            f"Revenue of the {len(weeks)} weeks before follows a trend (p = {p:.2g}): their mean is not what "
            "the week would have been. Choose other weeks, or take the trend out first."
        )
    return p


def explain(table):
    """Return the Answer for the last week of a table against the weeks before it."""
    *weeks, last = by_week(table)
    steady(weeks)
    before = mean(weeks)
    value = decompose(before, last)
    parts = interval(value, placebos(weeks, decompose).std(), len(weeks))
    # A segment's share is also that of all others: what the mix did is one part, tested as a whole.
    mix = parts.index.get_level_values(1) == "mix"
    inner = placebos(weeks, lambda one, other: totals(decompose(one, other))).std()
    whole = interval(totals(value), inner, len(weeks))
    mixed = whole.loc[["mix"]].set_index(pd.MultiIndex.from_tuples([("all", "mix")]))
    tested = pd.concat([mixed, parts[~mix]])
    tested["p_holm"] = corrected(tested["p"].tolist(), "holm")
    out = tested[tested["p_holm"] < ALPHA]
    return Answer(
        before=float(before["revenue"].sum()),
        change=whole.loc["change"],
        parts=pd.concat([tested, parts[mix]]).rename_axis(["segment", "part"]),
        causes=out.loc[out["value"].abs().sort_values(ascending=False).index],
    )


def totals(parts):
    """Return the parts summed over segments, with `change`, their sum."""
    return pd.concat([parts.groupby(level=1).sum(), pd.Series({"change": parts.sum()})])


def tree(answer):
    """Return the change by part over all segments, in EUR a week and as a share of revenue before."""
    value = answer.parts["value"].drop(("all", "mix"))  # the mix of each segment is there, too
    summed = value.groupby(level=1).sum()[["volume", "mix", *RATES]]
    return pd.DataFrame({"change a week": summed, "of revenue": summed / answer.before})


def aggregate(table):
    """Return the rates over all segments before and in the last week: what a look at totals shows.

    The price is in EUR per 1,000 impressions, the change relative.
    """
    *weeks, last = by_week(table)
    both = pd.DataFrame({"before": mean(weeks).sum(), "last week": last.sum()}).T
    shown = rates(both).T
    shown.loc["price"] *= 1000
    shown["change"] = shown["last week"] / shown["before"] - 1
    return shown


def shares(table):
    """Return each segment's share of the users before and in the last week, most moved first."""
    *weeks, last = by_week(table)
    both = pd.DataFrame({"before": mean(weeks)["users"], "last week": last["users"]})
    both = both / both.sum()
    both["change"] = both["last week"] - both["before"]
    return both.sort_values("change", key=abs, ascending=False)


def daily(table, segment, rate):
    """Return one rate of one segment by day, a Series."""
    rows = table[table["segment"] == segment].set_index("day").sort_index()
    return rates(rows[SUMS])[rate]


def others(table, segment, rate):
    """Return the same rate by day in the mean of all other segments, each counting alike: no mix moves it."""
    rest = table[table["segment"] != segment]
    return rates(rest[SUMS])[rate].groupby(rest["day"]).mean()


@dataclass(frozen=True)
class Break:
    """The first day of a new level, with the days that contain it in 95 of 100 draws."""

    day: pd.Timestamp
    first: pd.Timestamp
    last: pd.Timestamp


def change_day(series, seed=1, block=7):
    """Return the Break of a daily series: least squares of one step in its logarithm, weekdays aside.

    The interval is a bootstrap's: residuals in blocks of days, for they remember each other, are put
    back around the fitted step, and the day is sought anew.
    """
    y = np.log(series.to_numpy())
    weekdays = pd.get_dummies(series.index.day_of_week).to_numpy(float)
    places = np.arange(block, len(y))  # at least a week before it
    steps = (np.arange(len(y))[:, None] >= places).astype(float)
    clear = np.eye(len(y)) - weekdays @ np.linalg.pinv(weekdays)
    steps, seen = clear @ steps, clear @ y
    strength = np.einsum("ij,ij->j", steps, steps)

    def best(values):
        return np.argmax((steps.T @ values) ** 2 / strength[:, None], axis=0)

    found = best(seen[:, None])[0]
    fitted = steps[:, found] * (steps[:, found] @ seen) / strength[found]
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, len(y), (-(-len(y) // block), DRAWS))
    drawn = (starts[:, None, :] + np.arange(block)[None, :, None]).reshape(-1, DRAWS)[: len(y)]
    anew = best(fitted[:, None] + clear @ (seen - fitted)[drawn % len(y)])
    low, high = np.quantile(anew, [ALPHA / 2, 1 - ALPHA / 2], method="nearest")
    return Break(*(series.index[places[one]] for one in (found, low, high)))


def size(table, segment, rate, day):
    """Return (relative change, low, high) of a rate since a day of the last week.

    The days since then are held against the same weekdays of each week before, as one value a week.
    """
    rows = table[table["segment"] == segment]
    since = rows["day"].dt.day_of_week.isin(pd.date_range(day, rows["day"].max()).day_of_week)
    *weeks, last = by_week(rows[since])
    logs = np.log([float(rates(week)[rate].iloc[0]) for week in weeks])
    change = np.log(float(rates(last)[rate].iloc[0])) - logs.mean()
    error = logs.std(ddof=1) * np.sqrt(1 + 1 / len(logs))
    reach = stats.t.ppf(1 - ALPHA / 2, len(logs) - 1) * error
    return tuple(float(np.expm1(change + side * reach)) for side in (0, -1, 1))

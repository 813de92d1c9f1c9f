"""What a right analysis answers on each mutation, and which mistake gives which wrong answer.

The expected values are worked out here from the data, by the formulas of Welch's
test and without the learner's code. Each mistake that we know is worked out as
well: an answer that equals one of those is named after it.

Correct answers may be made in many ways (Welch, Student, a permutation test, a
bootstrap interval), so the tolerances are wide enough for all of them, and the
data are chosen far from every border where two right ways could disagree.
"""

from collections import defaultdict

import numpy as np
from scipy import stats

from groundrules.learn import Case, Failure, close, number, pair, recognise, word

from .make_data import HORIZON_DAYS, delivered_twice, frame, other_index, shuffled

ALPHA = 0.05
NULL_EXPERIMENTS = 40
# A right analysis makes no claim that the horizon does not bear out; a permutation
# test may stray by one. Somebody who looks daily makes about seven of forty.
FALSE_CLAIMS_ALLOWED = 2
CENT = 0.006  # an answer may be rounded to cents
# The plain data set that each of these was made from.
SOURCE = {"delivered_twice": "null_effect", "shuffled_rows": "true_lift", "other_index": "harm"}


def cases(seed):
    """All data sets for one grading."""
    null = _chosen(seed, 1, lambda found: 0.2 < found.p < 0.9)
    lift = _chosen(seed, 2, lambda found: 1e-9 < found.p < 1e-3 and found.effect > 0, lift=0.25)
    harm = _chosen(seed, 3, lambda found: 1e-9 < found.p < 1e-3 and found.effect < 0, lift=-0.25)
    late = _chosen(
        seed,
        4,
        lambda found: 1e-9 < found.p < 1e-3 and found.effect > 0,
        lift=0.35,
        later_lift=-0.55,
        days=21,
        users=1100,
    )
    early = _chosen(seed, 5, lambda found: found.p < 1e-3, lift=0.45, days=9)
    broken = frame([seed, 6], treated=0.62, lift=0.25, users=900)
    experiments = [
        Case("many_nulls", frame([seed, 7, k], users=260)) for k in range(NULL_EXPERIMENTS)
    ]
    return [
        Case("null_effect", null),
        Case("true_lift", lift),
        Case("harm", harm),
        Case("ran_on", late),
        Case("too_early", early),
        Case("broken_split", broken),
        Case("delivered_twice", delivered_twice(null, seed)),
        Case("shuffled_rows", shuffled(lift, seed)),
        Case("other_index", other_index(harm, seed)),
        *experiments,
    ]


def judge(cases, answers):
    """Yield the failures, each named after the mistake that gives such an answer."""
    by_mutation = defaultdict(list)
    for case, answer in zip(cases, answers, strict=True):
        by_mutation[case.mutation].append((case.frame, answer))
    if _always_the_same(by_mutation):
        yield Failure("hard_coded", "true_lift", "the same numbers come back whatever the data are")
        return
    plain = {
        mutation: [
            one
            for rows, answer in by_mutation[mutation]
            for one in _compare(mutation, rows, answer)
        ]
        for mutation in ("null_effect", "true_lift", "harm", "ran_on")
    }
    named = {failure.misconception for failures in plain.values() for failure in failures}
    for failures in plain.values():
        yield from failures
    for mutation, source in SOURCE.items():
        for rows, answer in by_mutation[mutation]:
            # Only a mistake that the plain data do not show is one about this mutation.
            found = list(_compare(mutation, rows, answer))
            if found and not plain[source]:
                twice = {"counts_twice": Found(rows).effect}
                name = recognise(answer.get("effect"), twice, CENT) or "trusts_row_order"
                yield Failure(name, mutation, found[0].seen)
    yield from _judge_too_early(by_mutation["too_early"])
    yield from _judge_broken_split(by_mutation["broken_split"])
    # False claims follow from other mistakes as well: they prove peeking only where
    # the numbers are those of a test that was run on the right data.
    if named <= {"peeks", "ignores_horizon", "decides_otherwise"}:
        yield from _judge_many_nulls(by_mutation["many_nulls"])


class Found:
    """Welch's test on one number for each user, from its formulas; all in euros per user."""

    def __init__(self, rows, values=None):
        if values is None:
            values = rows.groupby(["variant", "user_id"])["revenue"].sum()
            treated, control = values["treatment"].to_numpy(), values["control"].to_numpy()
        else:
            treated, control = values
        share_t, share_c = treated.var(ddof=1) / len(treated), control.var(ddof=1) / len(control)
        error = np.sqrt(share_t + share_c)
        freedom = (share_t + share_c) ** 2 / (
            share_t**2 / (len(treated) - 1) + share_c**2 / (len(control) - 1)
        )
        self.effect = treated.mean() - control.mean()
        t = self.effect / error
        self.p = 2 * stats.t.sf(abs(t), freedom)
        self.upward_p = stats.t.sf(t, freedom)
        half = stats.t.ppf(1 - ALPHA / 2, freedom) * error
        self.low, self.high = self.effect - half, self.effect + half
        shorter = stats.t.ppf(1 - ALPHA, freedom) * error
        self.one_sided = (self.effect - shorter, self.effect + shorter)
        self.decision = "no clear effect"
        if self.p < ALPHA:
            self.decision = "ship" if self.effect > 0 else "roll back"


def _at_horizon(rows):
    rows = rows.drop_duplicates()
    return Found(rows[rows["day"] <= HORIZON_DAYS])


def _on_rows(rows):
    """The mistake of taking each row for an observation."""
    arms = [
        rows.loc[(rows["variant"] == arm).to_numpy(), "revenue"] for arm in ("treatment", "control")
    ]
    return Found(None, values=[arm.to_numpy() for arm in arms])


def _compare(mutation, rows, answer):
    """Failures of one answer on data for which the horizon was reached."""
    found = _at_horizon(rows)
    unique = rows.drop_duplicates()
    in_time = unique[unique["day"] <= HORIZON_DAYS]
    effect, interval = answer.get("effect"), pair(answer.get("interval"))
    near = (found.high - found.low) / 200
    if not _is_answer_of(found, effect, interval, near):
        alike = [
            (_distance(mistaken, effect, interval), name, what)
            for name, what, mistaken in _mistakes(unique, in_time)
            if _is_answer_of(mistaken, effect, interval, CENT)
        ]
        if alike:
            _, name, what = min(alike)
            seen = (
                f"the effect of {effect:.2f} is that of {what}; "
                f"over the horizon it is {found.effect:.2f}"
            )
            yield Failure(name, mutation, seen)
            return
    if not close(effect, found.effect, near):
        seen = (
            f"effect is {_show(effect)}, and revenue per user differs by {found.effect:.2f} euros"
        )
        yield Failure("other_number", mutation, seen)
        return
    days = number(answer.get("days"))
    if days is not None and days < HORIZON_DAYS:
        yield Failure(
            "peeks", mutation, f"it stopped on day {days:g}, and the plan says {HORIZON_DAYS}"
        )
        return
    if days != HORIZON_DAYS:
        seen = f"days is {_show(answer.get('days'))}, and the plan says {HORIZON_DAYS}"
        yield Failure("ignores_horizon", mutation, seen)
    yield from _compare_p(mutation, found, number(answer.get("p_value")))
    yield from _compare_interval(mutation, found, interval)
    decision = word(answer.get("decision"))
    if decision != found.decision:
        seen = f"it says {decision!r}, and the data say {found.decision!r}"
        yield Failure("decides_otherwise", mutation, seen)
    if word(answer.get("unit")).removesuffix("s").removesuffix(" id") != "user":
        seen = f"unit is {_show(answer.get('unit'))}, and the unit of the experiment is the user"
        yield Failure("counts_rows", mutation, seen)


def _mistakes(unique, in_time):
    """What each known mistake would have found: its misconception, in words, its numbers."""
    yield "ignores_horizon", f"all {unique['day'].max()} days in the export", Found(unique)
    for day in range(1, HORIZON_DAYS):
        so_far = Found(in_time[in_time["day"] <= day])
        yield "peeks", f"day {day}, when the test happened to speak", so_far
    last = in_time[in_time["day"] == in_time["day"].max()]
    yield "last_day_only", "the last day alone", _on_rows(last)
    yield "counts_rows", "rows and not of users", _on_rows(in_time)


def _is_answer_of(found, effect, interval, near):
    """Whether these are the numbers of `found`; the interval decides a tie."""
    return close(effect, found.effect, near) and (
        interval is None or _fits(interval, found.low, found.high)
    )


def _distance(found, effect, interval):
    """How far an answer is from these numbers: two mistakes may come near by chance."""
    ends = 0.0 if interval is None else abs(interval[0] - found.low) + abs(interval[1] - found.high)
    return abs(effect - found.effect) + ends


def _fits(interval, low, high):
    """Whether an interval is that one, as a bootstrap with some thousand draws would have it.

    The 90 % interval is 16 % narrower, so that a tenth tells the two apart.
    """
    tenth = (high - low) / 10
    return (
        close(interval[0], low, tenth)
        and close(interval[1], high, tenth)
        and close(interval[1] - interval[0], high - low, tenth)
    )


def _compare_p(mutation, found, p_value):
    # Five standard errors of a permutation test with 2,000 rounds; one side is half.
    if close(p_value, found.p, 0.005 + 0.055 * min(1.0, found.p / 0.2)):
        return
    one_way = {"one_sided": found.upward_p, "other_number": 1 - found.upward_p}
    name = recognise(p_value, one_way, 0.02) or "other_number"
    seen = f"p_value is {_show(p_value)}, and for two sides it is {found.p:.2g}"
    yield Failure(name, mutation, seen)


def _compare_interval(mutation, found, interval):
    if interval is None:
        seen = "interval is not a list of two numbers, low and high"
        yield Failure("no_interval", mutation, seen)
    elif not _fits(interval, found.low, found.high):
        seen = (
            f"interval is {interval[0]:.2f} to {interval[1]:.2f}, "
            f"and the 95 % interval is {found.low:.2f} to {found.high:.2f}"
        )
        name = "one_sided" if _fits(interval, *found.one_sided) else "no_interval"
        yield Failure(name, mutation, seen)


def _judge_too_early(pairs):
    for rows, answer in pairs:
        decision = word(answer.get("decision"))
        if decision != "wait":
            last = int(rows["day"].max())
            seen = f"it says {decision!r} on day {last} of {HORIZON_DAYS}"
            yield Failure("decides_early", "too_early", seen)


def _judge_broken_split(pairs):
    for rows, answer in pairs:
        decision = word(answer.get("decision"))
        if decision != "invalid split":
            sizes = rows.drop_duplicates("user_id")["variant"].value_counts()
            seen = (
                f"it says {decision!r} with {sizes['treatment']} against {sizes['control']} users"
            )
            yield Failure("skips_split_check", "broken_split", seen)


def _judge_many_nulls(pairs):
    """Claims that the horizon does not bear out, over experiments that do nothing."""
    claims = sum(
        1
        for rows, answer in pairs
        if word(answer.get("decision")) in ("ship", "roll back") and _at_horizon(rows).p > 0.07
    )
    if claims > FALSE_CLAIMS_ALLOWED:
        seen = (
            f"in {claims} of {len(pairs)} experiments that change nothing it claims an effect "
            "which is not there at the horizon"
        )
        yield Failure("peeks", "many_nulls", seen)


def _always_the_same(by_mutation):
    """Whether data sets whose right answers lie far apart all got one effect."""
    told = [
        answer.get("effect")
        for mutation in ("null_effect", "true_lift", "harm")
        for _, answer in by_mutation[mutation]
    ]
    return len(told) == 3 and number(told[0]) is not None and len({repr(one) for one in told}) == 1


def _chosen(seed, stream, fits, **how):
    """The first data set of a stream that lies clear of every border."""
    for attempt in range(200):
        rows = frame([seed, stream, attempt], **how)
        everybody = rows.drop_duplicates("user_id")["variant"].value_counts()
        in_time = (
            rows[rows["day"] <= HORIZON_DAYS].drop_duplicates("user_id")["variant"].value_counts()
        )
        even = min(stats.chisquare(everybody).pvalue, stats.chisquare(in_time).pvalue) > 0.1
        if even and fits(_at_horizon(rows)):
            return rows
    raise RuntimeError(f"no data set of stream {stream} is clear enough for seed {seed}")


def _show(value):
    text = repr(value) if not isinstance(value, float) else f"{value:.3g}"
    return text if len(text) < 40 else text[:37] + "..."

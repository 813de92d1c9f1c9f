"""Readouts made by hand, to be told: common ones, and those that strain the telling."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from groundrules.metrics.form import Change, Covariate, Display, Measure, Metric
from groundrules.plans.form import (
    Decision,
    Exclusion,
    Guardrail,
    Plan,
    Primary,
    Secondary,
    Stopping,
)
from groundrules.readout.guards.form import passed, refused, skipped
from groundrules.readout.origin import Origin, Table
from groundrules.readout.result import (
    Decided,
    Earlier,
    Look,
    Past,
    Population,
    Readout,
    Result,
    Segment,
)
from groundrules.statistics.effects import Effect

HOSTILE = (
    '"><script>alert(1)</script>',
    "a very long name of a variant that somebody wrote as a whole sentence, with_no_breaks_"
    + "x" * 80,
    "בדיקה עם שם",
)


def metric(
    name: str = "orders_per_user", unit: str = "orders", decimals: int = 3, **more: object
) -> Metric:
    """Return a metric."""
    given = {
        "version": 2,
        "owner": "monetisation <analytics>",
        "description": "How many paid orders a user placed; 0 for a user without one.",
        "type": "mean",
        "source": "orders",
        "unit": "user_id",
        "time": "ordered_at",
        "numerator": Measure(aggregate="count"),
        "display": Display(unit=unit, decimals=decimals),
        "covariate": Covariate(days=28),
    }
    return Metric(name=name, **{**given, **more})  # type: ignore[arg-type]


def effect(control: float, treatment: float, half: float, p: float = 0.01) -> Effect:
    """Return an effect whose interval reaches `half` to both sides."""
    difference = treatment - control
    relative = [
        one / control if control else math.nan
        for one in (difference, difference - half, difference + half)
    ]
    return Effect(
        control, treatment, difference, difference - half, difference + half, *relative, p, half / 2, (9000, 9100)
    )  # fmt: skip


def plan(variants: tuple[str, ...] = ("treatment",), **more: object) -> Plan:
    """Return a plan with some treatments."""
    share = 1 / (len(variants) + 1)
    given = {
        "name": "next_episode_autoplay",
        "hypothesis": "Viewers to whom the next episode is played at once order more.",
        "owner": "monetisation analytics",
        "decision": Decision(then="Autoplay is turned on.", otherwise="Autoplay stays off."),
        "unit": "user_id",
        "variants": {"control": share, **dict.fromkeys(variants, share)},
        "start": date(2026, 3, 2),
        "weeks": 4,
        "primary": (Primary(metric="orders_per_user"),),
        "secondary": (Secondary(metric="average_order_value"),),
        "guardrails": (Guardrail(metric="startup_time"),),
        "exclusions": (Exclusion(where="is_employee", why="employees see every variant"),),
    }
    return Plan(**{**given, **more})  # type: ignore[arg-type]


GUARDS = (
    passed("sample-ratio", "control 9,000 (49.72%, planned 50%), treatment 9,100; p = 0.457"),
    passed("wrong-grain", "one row a unit"),
    skipped("duplicated-rows", "orders: no metric declares its grain"),
)
ORIGIN = Origin(
    plan="plans/plan.yaml",
    plan_hash="0f" * 32,
    commit="ab" * 20,
    edited=True,
    tables=(
        Table("exposures", "data/exposures.parquet", 1, 123_456, "2026-03-30T04:00:00Z", "cd" * 32),
        Table("orders", "postgresql://warehouse/shop?table=orders"),
    ),
    groundrules="0.1.0",
)
FIXED = Look(1, 1, 0.95, 0.05, sequential=False, final=True)


def answered(variants: tuple[str, ...] = ("treatment",)) -> Readout:
    """Return a readout with an answer: the first variant is shipped."""
    orders, startup = metric(), metric("startup_time", "ms", 0, direction="decrease")
    value = metric("average_order_value", "EUR", 2)
    results, segments = [], []
    for number, variant in enumerate(variants):
        good = number == 0
        results.append(
            Result("primary", orders, variant, effect(1.892, 1.976 if good else 1.894, 0.045, 0.0003 if good else 0.9),
                   0.0003 if good else 0.9, "better" if good else "undecided", mde=Change(relative=0.03))
        )  # fmt: skip
        results.append(
            Result("guardrail", startup, variant, effect(812, 815 if good else 830, 12, 0.6), 0.6,
                   "non-inferior" if good else "undecided", margin=Change(relative=0.03), cap=5000.0)
        )  # fmt: skip
        results.append(
            Result("secondary", value, variant, effect(10.21, 10.14, 0.2, 0.52), 0.52, "undecided")
        )
        for column, planned in (("country", True), ("platform", False)):
            for value_of in ("CH", "DE"):
                segments.append(Segment(column, value_of, planned, results[-3]))
    turns = tuple(
        f"{variant}, orders_per_user: -0.01 orders would change it" for variant in variants
    )
    return Readout(
        plan(variants),
        GUARDS,
        FIXED,
        Population({"control": 9000, **dict.fromkeys(variants, 9100)}, excluded=408, too_late=12),
        tuple(results),
        tuple(segments),
        Decided("yes", variants[0], "Autoplay is turned on.", (f"{variants[0]}: orders_per_user is better",), turns),
        ORIGIN,
        Past(),
    )  # fmt: skip


def hostile() -> Readout:
    """Return one whose names are not harmless."""
    found = answered(HOSTILE)
    named = tuple(
        replace(one, value=HOSTILE[n % 3], column=HOSTILE[0 if one.planned else 1])
        for n, one in enumerate(found.segments)
    )
    return replace(found, segments=named)


def sized(scale: float) -> Readout:
    """Return one whose numbers are as many times as large."""
    found = answered()
    made = []
    for one in found.results:
        old = one.effect
        new = replace(
            old, control=old.control * scale, treatment=old.treatment * scale, effect=old.effect * scale,
            low=old.low * scale, high=old.high * scale,
        )  # fmt: skip
        made.append(replace(one, effect=new))
    return replace(found, results=tuple(made))


def early() -> Readout:
    """Return a first look of a sequential design, which shows nothing: its intervals are endless."""
    found = answered(("treatment", "other"))
    ends = {
        "low": -math.inf, "high": math.inf, "relative_low": -1.0, "relative_high": math.inf, "p": math.nan,
    }  # fmt: skip
    results = tuple(
        replace(one, effect=replace(one.effect, **ends), p=math.nan, word="undecided")
        for one in found.results
    )
    return replace(
        found,
        plan=plan(("treatment", "other"), stopping=Stopping(design="group-sequential", looks=(7, 14, 28))),
        look=Look(1, 3, 1.0, 0.0, sequential=True, final=False),
        results=results,
        segments=(),
        decided=Decided(
            "go on", None, "the experiment runs on until look 2, the end of 2026-03-15",
            ("treatment: orders_per_user is undecided",), ("a later look may find it",),
        ),
    )  # fmt: skip


def unknown() -> Readout:
    """Return one of clusters whose effects are not known: an arm has one unit, or all of one value."""
    found = answered()
    nan = math.nan
    nothing = Effect(nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, (1, 1))
    results = tuple(
        replace(one, effect=nothing, p=nan, word="undecided", margin=None) for one in found.results
    )
    return replace(
        found,
        plan=plan(cluster=("city", "hour")),
        results=results,
        decided=Decided(
            "no", None, "Autoplay stays off.", ("treatment: undecided",), ("nothing is known",)
        ),
    )


def stopped() -> Readout:
    """Return one that two guards refuse."""
    return Readout(
        plan(),
        (
            refused(
                "sample-ratio",
                "sample ratio mismatch: control 9,000 (47.37%, planned 50%), treatment 10,000; p = 3.9e-13",
                "find the cause first: redirects, bots, crashes, late logging",
            ),
            refused(
                "horizon-not-reached",
                "the data end on 2026-03-14, the planned horizon is the end of 2026-03-29",
                "wait; if you must be able to stop early, name a sequential design in the plan before the start",
            ),
            *GUARDS[1:],
        ),
        origin=ORIGIN,
        past=peeked().past,
    )


def peeked() -> Readout:
    """Return one of a fixed horizon that was looked at before."""
    past = Past(
        (
            Earlier("2026-03-10T09:12:00Z", "refused", "refused", None, "Ada"),
            Earlier("2026-03-16T09:12:00Z", "early", "no", "2026-03-15", "Ada"),
        ),
        unreadable=1,
    )
    return replace(answered(), past=past)


CASES = {
    "answered": answered(),
    "three": answered(("treatment", "with sound", "next-gen: tile")),
    "hostile": hostile(),
    "huge": sized(1e13),
    "tiny": sized(1e-6),
    "early": early(),
    "unknown": unknown(),
    "stopped": stopped(),
    "peeked": peeked(),
}

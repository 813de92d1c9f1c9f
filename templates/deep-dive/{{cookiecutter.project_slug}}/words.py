"""The answer in words, made of the numbers: what stands out, how much it is, since when; or that nothing does.

The question is said as brief.md has it.
"""

import re

import pandas as pd

from analysis import ALPHA, HERE, aggregate, by_week, change_day, daily, shares, size

NOTHING = "No segment stands out"
NEXT = {
    "sessions per user": "Ask the product team what changed for {segment} on {day}.",
    "opportunities per session": "Ask the player's team what changed for {segment} on {day}.",
    "fill rate": "The ads team looks for what was released for {segment} on {day}, and takes it back if that did it.",
    "price": "Sales ask who buys ad space in {segment} what they changed on {day}.",
}
LEAVE = "Take nothing back: no rate of a segment explains the change."


def answer(table, found):
    """Return the answer in Markdown: what it is and what to do first, then the change and its causes."""
    segments, others = segment_causes(found), [key for key in found.causes.index if _whole(key)]
    said, action = _headline(table, found)
    causes = [f"- {_cause(table, found, *key)}" for key in [*segments, *others]]
    lines = ["## Answer", f"### {said}", f"**{action}**", _fall(table, found), "\n".join(causes)]
    return "\n\n".join([*filter(None, lines), _tested(found)])


def segment_causes(found):
    """Return (segment, rate) of each cause within a segment, the largest first."""
    return [key for key in found.causes.index if not _whole(key)]


def _whole(key):
    return key[0] == "all"


def _headline(table, found):
    """Return the answer as a headline, and what to do."""
    segments = segment_causes(found)
    if not segments:
        causes = [_of_all(part) for _, part in found.causes.index]
        return f"{NOTHING}{': it is ' + ' and '.join(causes) if causes else ''}", LEAVE
    segment, part = segments[0]
    step = change_day(daily(table, segment, part))
    more = f", and {len(segments) - 1} more" if len(segments) > 1 else ""
    action = NEXT[part].format(segment=segment, day=f"{step.day:%Y-%m-%d}")
    if not _in_last_week(table, step):
        return f"The {part} of {segment} moved before the last week{more}", action
    change, _, _ = size(table, segment, part, step.day)
    way = "fell" if change < 0 else "rose"
    return (
        f"The {part} of {segment} {way} by {abs(change):.1%} on {step.day:%Y-%m-%d}{more}",
        action,
    )


def _of_all(part):
    return {"volume": "the number of users", "mix": "the mix of users"}[part]


def _in_last_week(table, step):
    return step.day > table["day"].max() - pd.Timedelta(days=7)


def _eur(row):
    low, high = signed(row["low"]), signed(row["high"])
    return f"{signed(row['value'])} EUR a week (95% interval {low} to {high})"


def signed(number, form=",.0f"):
    """Return a number with its sign, the minus as long as the plus."""
    return f"{number:+{form}}".replace("-", "−")


def _fall(table, found):
    way = "fell" if found.change["value"] < 0 else "rose"
    share = abs(found.change["value"] / found.before)
    weeks = len(by_week(table)) - 1
    usual = "" if found.change["p"] < ALPHA else " Weeks usually differ by as much."
    return (
        f"Revenue {way} by {share:.1%}: {_eur(found.change)}, beside {found.before:,.0f} EUR in the mean "
        f"of the {weeks} weeks before.{usual}"
    )


def _tested(found):
    tested, out = found.parts["p_holm"].notna().sum(), len(found.causes)
    which = {0: "none", 1: "this one"}.get(out, f"these {out}")
    return (
        f"Of {tested} parts that were held against what weeks usually do, {which} "
        f"stand{'s' if out < 2 else ''} out after Holm's correction at {ALPHA:.0%}."
    )


def _cause(table, found, segment, part):
    row = found.causes.loc[(segment, part)]
    if part == "volume":
        return f"**{'More' if row['value'] > 0 else 'Fewer'} users**: {_eur(row)}."
    if part == "mix":
        moved = shares(table)
        grown = moved[moved["change"] > 0].index[:2]
        return f"**Mix of users**: {_eur(row)}. Users moved towards {' and '.join(grown)}."
    step = change_day(daily(table, segment, part))
    since = f"since {step.day:%Y-%m-%d} ({_days(step)})"
    name = f"**{part.capitalize()} of {segment}**: {_eur(row)}"
    if not _in_last_week(table, step):
        return f"{name}, {since}: before the last week."
    change, low, high = (signed(one, ".1%") for one in size(table, segment, part, step.day))
    return f"{name}. It changed by {change} ({low} to {high}) {since}."


def _days(step):
    if step.first == step.last:
        return "95% interval: that day alone"
    return f"95% interval {step.first:%m-%d} to {step.last:%m-%d}"


def said_of_totals(table, found):
    """Return what the totals would have said, beside what the segments say, in a sentence or two."""
    change = aggregate(table)["change"]
    rate, most = change.abs().idxmax(), change[change.abs().idxmax()]
    moved = [part for _, part in segment_causes(found)]
    way = "fell" if most < 0 else "rose"
    beside = (
        f"within segments it is the {moved[0]} that moved"
        if moved and rate not in moved
        else "within segments it moved as well"
        if moved
        else "within segments no rate moved by more than weeks usually do"
    )
    return f"Over all segments together, the {rate} {way} most, by {abs(most):.1%}; {beside}."


def question():
    """Return question and decision in Markdown, as brief.md has them, without its links."""
    parts = (HERE / "brief.md").read_text(encoding="utf-8").split("\n## ")
    said = dict(part.split("\n\n", 1) for part in parts[1:])
    text = f"## The question\n\n{said['Question'].strip()}\n\n{said['Decision'].strip()}"
    return re.sub(r"\[(.+?)\]\(.+?\)", r"\1", text)

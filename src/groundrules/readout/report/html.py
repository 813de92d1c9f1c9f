"""A readout as one page that needs nothing beside it: no script, no network."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from groundrules.metrics.show import (
    amount,
    decimals,
    interval,
    level,
    p_value,
    share,
    shares,
    signed,
)
from groundrules.pages import SAFE, style
from groundrules.readout.report import words
from groundrules.readout.report.figure import panels
from groundrules.readout.report.layout import visible
from groundrules.readout.report.lead import lead
from groundrules.readout.report.questions import question
from groundrules.readout.result import Readout, Result

_KINDS = {"better": "good", "non-inferior": "good", "worse": "bad", "inferior": "bad"}
_SIGNS = {"good": "✓", "bad": "✗", "open": "?"}
_OUTCOMES = {"passed": ("✓ holds", "good"), "refused": ("✗ does not", "bad")}
_SKIPPED = ("? not checked", "open")
_PARTS = {
    "primary": "primary: decides",
    "guardrail": "guardrail",
    "secondary": "secondary: explains, decides nothing",
}
_MINUS = re.compile(r"(?<![\w.)-])-(?=[\d∞])")


def html(readout: Readout, day: date | None = None) -> str:
    """Return the page; `day` is the date that it bears, if any."""
    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(here), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= _filters(readout)
    return (
        environment.get_template("page.html.j2").render(
            **_whole(readout),
            **(_answered(readout) if not readout.refusals else {"answer": "no answer yet"}),
            safe=Markup(SAFE),
            style=Markup(style()),
            own_style=Markup((here / "page.css").read_text(encoding="utf-8")),
            version=version("groundrules"),
            date=day.isoformat() if day else None,
        )
        + "\n"
    )


def _whole(readout: Readout) -> dict[str, Any]:
    """Return what every page shows."""
    counted = Counter(one.status for one in readout.guards)
    metrics = {one.metric.name: one.metric for one in readout.results}
    return {
        "readout": readout,
        "counted": {name: counted[name] for name in ("passed", "refused", "skipped")},
        "past": list(words.earlier(readout)),
        "origin": readout.origin,
        "metrics": list(metrics.values()),
    }


def _answered(readout: Readout) -> dict[str, Any]:
    """Return what a page with an answer shows."""
    assert readout.decided is not None
    drawn = list(panels(readout))
    accepted = [words.margin(readout, one) for one in readout.results]
    warned = words.warning(readout)
    return {
        "answer": readout.decided.answer,
        "answer_kind": _tone(readout),
        "lead": list(lead(readout)),
        "warning": warned.partition(": ")[::2] if warned else None,
        "rule": words.RULES[readout.plan.decision.ship_when],
        "panels": drawn,
        "relative_margins": any(one and one.relative is not None for one in accepted),
        "parts": list(_parts(readout)),
        "verdicts": list(words.verdicts(readout)),
        "tested": list(words.tested(readout)),
        "segments": list(_segments(readout)),
        "arms": list(_arms(readout)),
        "left_out": list(_left_out(readout)),
    }


def _tone(readout: Readout) -> str:
    """Return the colour of the answer: a no is bad where harm was shown, and open where nothing was."""
    assert readout.decided is not None
    harm = any(_kind(one.word) == "bad" for one in readout.results if one.role != "secondary")
    return {"yes": "good", "no": "bad" if harm else "open"}.get(readout.decided.answer, "open")


def _parts(readout: Readout) -> Iterable[tuple[str, str, list[tuple[Any, list[Result]]]]]:
    for role, title in _PARTS.items():
        some = [one for one in readout.results if one.role == role]
        names = dict.fromkeys(one.metric.name for one in some)
        groups = [[one for one in some if one.metric.name == name] for name in names]
        yield role, title, [(group[0].metric, group) for group in groups]


def _segments(readout: Readout) -> Iterable[tuple[str, bool, list[Any]]]:
    columns = dict.fromkeys((not one.planned, one.column) for one in readout.segments)
    for unplanned, column in sorted(columns, key=lambda one: one[0]):
        yield column, not unplanned, [one for one in readout.segments if one.column == column]


def _arms(readout: Readout) -> Iterable[tuple[str, str, str, str]]:
    assert readout.population is not None
    units = readout.population.units
    total = sum(units.values())
    for name, planned in readout.plan.variants.items():
        count = units.get(name, 0)
        yield name, f"{count:,}", f"{count / total:.2%}" if total else "", level(planned)


def _left_out(readout: Readout) -> Iterable[str]:
    population = readout.population
    assert population is not None
    if readout.plan.exclusions:
        why = "; ".join(f"{one.why} ({one.where})" for one in readout.plan.exclusions)
        yield f"{population.excluded:,} left out as planned: {why}"
    else:
        yield "Nobody was excluded."
    if population.too_late:
        yield f"{population.too_late:,} left out because they were exposed too late for their whole windows"


def _filters(readout: Readout) -> dict[str, Any]:
    plan = readout.plan
    asked = [
        *(one.metric for one in plan.primary),
        *(one.metric for one in plan.secondary),
        *(one.metric for one in plan.guardrails),
    ]
    named = {name: _words(name) for name in asked}
    isolated = [name for name in plan.variants if not name.isascii()]
    return {
        "said": lambda text: _said(text, named, isolated),
        "visible": visible,
        "title": lambda name: _capital(_words(name)),
        "capital": _capital,
        "kind": _kind,
        "sign": lambda word: _SIGNS[_kind(word)],
        "question": question,
        "outcome": lambda status: _OUTCOMES.get(status, _SKIPPED)[0],
        "outcome_kind": lambda status: _OUTCOMES.get(status, _SKIPPED)[1],
        "level": level,
        "share": share,
        "means": words.means,
        "p": lambda one: p_value(one.p),
        "bytes": _bytes,
        **_numbers(),
    }


def _numbers() -> dict[str, Any]:
    """Return the filters that show the numbers of a result, those of one kind with the same digits."""

    def values(one: Result) -> int:
        return decimals(one.metric, one.effect.control, one.effect.treatment)

    def digits(one: Result) -> int:
        return decimals(one.metric, one.effect.low, one.effect.high)

    return {
        "control": lambda one: amount(one.metric, one.effect.control, values(one)),
        "treatment": lambda one: amount(one.metric, one.effect.treatment, values(one)),
        "difference": lambda one: signed(one.metric, one.effect.effect, digits(one)),
        "range": lambda one: interval(one.metric, one.effect.low, one.effect.high, digits(one)),
        "relative": lambda one: shares(one.effect.relative_low, one.effect.relative_high),
    }


def _kind(word: str) -> str:
    return _KINDS.get(word, "open")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(text: str, named: Mapping[str, str], isolated: Iterable[str]) -> str:
    """Return a sentence as a page shows it: metrics by words, real minus signs, names that keep their own direction."""
    text = visible(text)
    for name, shown in named.items():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", shown, text)
    for name in isolated:
        shown = visible(name)
        text = text.replace(shown, f"\u2068{shown}\u2069")
    return _MINUS.sub("−", text)


def _bytes(size: int) -> str:
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= step:
            return f"{size / step:,.1f} {unit}"
    return f"{size} bytes"

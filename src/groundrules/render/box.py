"""What the box at the top of a report says, whoever decided it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from groundrules.metrics.form import Display

_SIGN = re.compile(r"(?<![\w])-(?=[\d∞.])")


@dataclass(frozen=True)
class Effect:
    """One row in words: a metric of one variant, or a criterion; `tone` is good, bad or open."""

    metric: str
    variant: str
    """Of a criterion, what it is beside."""
    found: str
    """The difference or value with its interval, in its unit."""
    relative: str
    """The relative difference; of a criterion, what was agreed."""
    verdict: str
    tone: str
    note: str
    """The p-value; of a guardrail, what its verdict means."""


@dataclass(frozen=True)
class Summary:
    """What the box says. Where guards refuse there is no decision and no effect."""

    tone: str
    word: str
    action: str
    primary: tuple[Effect, ...]
    caption: str
    """Of the table of `primary`, `columns` its headers."""
    columns: tuple[str, str, str]
    stale: tuple[str, ...]
    """Why it may say something of other data or another plan than those that are here."""
    kind: str
    """What the file is called in the footer."""
    file: str
    guardrails: tuple[Effect, ...] = ()
    refusals: tuple[tuple[str, str, str], ...] = ()
    """(guard, what was seen, what to do) of each that refuses."""
    warning: str | None = None
    """What earlier looks mean for it."""
    origin: str = ""
    """Who made it, as the footer says it."""
    data: tuple[tuple[str, str | None], ...] = ()
    """(table, when its newest file was written) as they were seen when it was made."""


def capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def minus(text: str) -> str:
    """Return a text whose negative numbers have a minus, not a hyphen."""
    return _SIGN.sub("−", text)


def after(display: Display, *, difference: bool = False) -> str:
    """Return the unit as it follows a number, with the space before it."""
    if display.percent:
        return " pp" if difference else "%"
    return f" {display.unit}" if display.unit else ""

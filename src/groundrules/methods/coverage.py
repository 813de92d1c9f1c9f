"""What the guide covers: ways in that no description takes, and descriptions that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from groundrules.methods.form import Gap
from groundrules.methods.match import Matcher


def uncovered(matcher: Matcher) -> tuple[list[dict[str, str]], list[str]]:
    """Return the complete descriptions without a method or a gap, and the ways in that are never taken.

    A gap counts as taken where it speaks: where no method comes first.
    """
    taken: set[int] = set()
    bare: list[dict[str, str]] = []
    for description, leads in matcher.leaves():
        held = matcher.matched(description, leads)
        first = [lead for lead in held if lead.place == "first"]
        said = [lead for lead in held if isinstance(lead.target, Gap)][:1]
        taken.update(id(lead) for lead in held if not isinstance(lead.target, Gap))
        if not first:
            taken.update(map(id, said))
            if not said:
                bare.append(description)
    return bare, list(_unreached(matcher, taken))


def _unreached(matcher: Matcher, taken: set[int]) -> Iterator[str]:
    for lead in matcher.leads:
        if id(lead) not in taken:
            name = "gap" if isinstance(lead.target, Gap) else lead.target.name
            conditions = ", ".join(f"{key}: {value}" for key, value in lead.conditions.items())
            yield f"{name}: no description leads to {{{conditions}}}"

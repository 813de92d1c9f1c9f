"""Words that a text must hold before a regular expression can match in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_COMMON = frozenset(["import", "from", "def", "return", "class", "print", "select"])
Words = frozenset[str]
"""Lower-case words, one of which must occur; none at all means that nothing can be said."""


def required(pattern: str) -> Words:
    """Return words one of which occurs, case aside, wherever `pattern` matches."""
    try:
        return _sequence(parser.parse(pattern))
    except re.error:
        return frozenset()


def _sequence(items: Iterable[Any]) -> Words:
    """Return the most telling words of what must all match, one after the other."""
    candidates: list[Words] = []
    run = ""
    for kind, value in items:
        if kind is codes.LITERAL:
            run += chr(value)
            continue
        candidates.append(_word(run))
        run = ""
        candidates.append(_one(kind, value))
    candidates.append(_word(run))
    return max(candidates, key=_weight)


def _one(kind: Any, value: Any) -> Words:
    if kind is codes.SUBPATTERN:
        return _sequence(value[-1])
    if kind is codes.ATOMIC_GROUP:
        return _sequence(value)
    if kind is codes.BRANCH:
        branches = [_sequence(branch) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[0] >= 1:
        return _sequence(value[2])
    return frozenset()


def _word(run: str) -> Words:
    pieces = "".join(char if char.isprintable() else "\n" for char in run.lower()).split("\n")
    longest = max(pieces, key=len)
    return frozenset([longest]) if longest.strip() else frozenset()


def _weight(words: Words) -> int:
    """Return how telling words are: as long as the shortest; what stands in every file tells little."""
    return min((1 if word.strip() in _COMMON else len(word) for word in words), default=0)

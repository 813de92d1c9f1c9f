"""The clause of a query around a place, without layout, comments and case.

A clause is an item of a select list, one table or join, a condition, a grouping. Queries in it are left out: what
changes in them is no change of it, and a new column beside it neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from groundrules.facts.sql import split
from groundrules.files.source import Region

_TOKEN = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"|`[^`]*`|\w+|[^\w\s]", re.S)
_QUERY = re.compile(r"[\s(]*(?:select|with)\b", re.I)
_BEGINS = frozenset(
    [
        "select",
        "from",
        "where",
        "group",
        "having",
        "order",
        "window",
        "qualify",
        "limit",
        "union",
        "except",
        "intersect",
        "values",
        "set",
        "when",
        "lateral",
    ]
)
_JOINS = frozenset(
    ["left", "right", "full", "inner", "cross", "natural", "outer", "semi", "anti", "asof", "join"]
)


def clause(regions: Iterable[Region], offset: int, *, whole: bool = False) -> str | None:
    """Return the clause at an offset of a file's text, None where no statement is; `whole`: its statement's first."""
    for region in regions:
        if region.start <= offset <= region.start + len(region.sql):
            for start, text in split.statements(region.sql):
                at = offset - region.start - start
                if 0 <= at <= len(text):
                    return _told(_clause(text, 0 if whole else at), region.template)
    return None


def _clause(text: str, offset: int) -> Sequence[str]:
    """Return the tokens of the clause that holds the last token at or before an offset."""
    clauses: list[list[str]] = [[]]
    found = clauses[0]
    around: list[
        tuple[list[str], int]
    ] = []  # the clause that each query stands in, and its depth there
    depth = 0
    for token in _TOKEN.finditer(text):
        word = token[0].lower()
        if word == "(" and _QUERY.match(text, token.end()):
            clauses[-1] += ["(", "query", ")"]
            around.append((clauses[-1], depth))
            clauses.append([])
            depth = 0
        elif word == ")" and not depth and around:
            back, depth = around.pop()
            clauses.append(back)
        elif not depth and word == ",":
            clauses.append([])
        else:
            depth += (word == "(") - (word == ")")
            if not depth and _begins(word, clauses[-1], text, token.end()):
                clauses.append([])
            clauses[-1].append(word if token[0][0] not in "'\"`" else token[0])
        if token.start() <= offset:
            found = clauses[-1]
    return found


def _begins(word: str, clause: list[str], text: str, after: int) -> bool:
    if word in _JOINS:
        function = re.compile(r"\s*\(").match(text, after)  # left(name, 3)
        return not function and not all(one in _JOINS for one in clause)
    return word in _BEGINS


def _told(words: Sequence[str], template: bool) -> str:
    if template:  # a placeholder is as long as what stood there, blanks and all
        words = [re.sub("_+", "_", word).strip("_") for word in words]
    return " ".join(words)

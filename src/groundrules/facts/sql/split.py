"""SQL text cut into statements by a scan for quotes, comments and terminators; nothing is parsed.

Comments become blanks of equal length, so that words in them trigger nothing. The bodies of
functions in dollar quotes and of procedures are cut into the statements that they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from groundrules.files.source import blank

_ESCAPED = r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\""
_PLAIN = r"'[^']*'|\"[^\"]*\""
_SCAN = r"""--[^\n]*|/\*.*?(?:\*/|\Z)|(?<!\S)\#(?:[ \t!\#=*-][^\n]*|\w*[ \t]*(?=\n|\Z))
|'''.*?'''|\"\"\".*?\"\"\"|{quotes}|`[^`]*`|(?<![\w$])\$(?P<tag>[A-Za-z_]\w*|)\$|['\"]|;
|^[ \t]*GO(?:[ \t]+\d+)?[ \t]*$"""
_FLAGS = re.X | re.S | re.M | re.I
_SCANS = tuple(re.compile(_SCAN.format(quotes=quotes), _FLAGS) for quotes in (_ESCAPED, _PLAIN))
_CELL = re.compile(r"-- COMMAND -+\s*$")  # Databricks exports
# What may stand before a statement in a script or a procedure's body.
_LEAD = re.compile(
    r"\s*(?:/(?=\s)|(?:begin|else|then|loop|do|repeat|start\s+transaction|declare\s+section)\b"
    r"(?!\s+(?:transaction|tran|work)\b)|<<\w+>>|(?:explain(?:\s+(?:analyze|verbose|extended|formatted))*)\b"
    r"|return\s+query\b|[\w.]+\s*:=|for\s+\w+\s+in\b(?=\s*\(?\s*(?:select|with)\b))",
    re.I,
)
_CONDITION = re.compile(
    r"\s*(?:if|elsif|elseif|when|while|for)\b.*?\b(?:then|do|loop)\b", re.I | re.S
)
_ROUTINE = re.compile(
    r"\s*(?:create|alter)\s+(?:or\s+(?:replace|alter)\s+)?(?:temp(?:orary)?\s+)?"
    r"(?:function|procedure|proc|trigger|package)\b",
    re.I,
)
# What holds no query, though its words or its strings may look like one.
_NO_QUERY = re.compile(
    r"(?:comment\s+on|grant|revoke|drop|alter\s+(?!view|materialized)|copy\s+(?!\(|into)|raise|print|use|commit|rollback"
    r"|truncate|analyze|vacuum|reindex|cluster|refresh|load|lock|import|\.\w+)\b",
    re.I,
)
_BODY = re.compile(r"\b(?:begin(?:\s+atomic)?)\b(?!\s*;)", re.I)
_QUERY = re.compile(r"\b(?:select|insert|update|delete|merge)\b", re.I)
_LOOPS_OVER = re.compile(r"\s*(?:select|with)\b", re.I)
_LOOP = re.compile(r"\bloop\b(?=\s)", re.I)
# A statement on a line of its own after an empty one; one before it ends there, unless it waits for more.
_NEXT = re.compile(
    r"^[ \t]*(?=(?:create|drop|truncate|insert\s+into|alter\s+table)\b)", re.I | re.M
)
_HOLDS_ON = re.compile(r"(?:\A\s*with\b.*|\bthen\s*|\bas\s*|\bexplain\s*)\Z|\A\s*\Z", re.I | re.S)
_TAIL = re.compile(r"\bwith\s+(?:no\s+)?data\Z", re.I)


class Statement(NamedTuple):
    """One statement: where it starts in its text, and its own text with comments blanked."""

    start: int
    text: str


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of a text, in order; empty ones are left out."""
    pieces, whole = _pieces(text, _SCANS[0])
    if not whole:  # a backslash is no escape in every dialect
        other, whole = _pieces(text, _SCANS[1])
        pieces = other if whole else pieces
    for start, piece in pieces:
        yield from _trimmed(start, piece)


def _pieces(text: str, scan: re.Pattern[str]) -> tuple[list[tuple[int, str]], bool]:
    """Return (start, text without comments) between terminators, and whether all quotes close."""
    found: list[tuple[int, str]] = []
    inner: list[tuple[int, str]] = []
    parts: list[str] = []
    start = at = 0
    whole = True
    skip_to = 0
    for match in scan.finditer(text):
        if match.start() < skip_to:
            continue
        token = match[0]
        first = token[0]
        if first in "'\"`":
            whole &= len(token) > 1
            continue
        if first == "$":
            end = text.find(token, match.end())
            if end > 0:  # the body of a function: what it holds comes after it
                inner.append((match.end(), text[match.end() : end]))
                parts += [text[at : match.end()], blank(text[match.end() : end])]
                at = skip_to = end
                skip_to += len(token)
            continue
        parts.append(text[at : match.start()])
        at = match.end()
        comment = first in "-/#"
        parts.append(blank(token) if comment else " " * len(token))
        if not comment or _CELL.match(token):
            found.append((start, "".join(parts)))
            parts, start = [], at
            for place, body in inner:
                deeper, closed = _pieces(body, scan)
                found += [(place + offset, piece) for offset, piece in deeper]
                whole &= closed
            inner = []
    found.append((start, "".join([*parts, text[at:]])))
    for place, body in inner:
        deeper, closed = _pieces(body, scan)
        found += [(place + offset, piece) for offset, piece in deeper]
    return found, whole


def _trimmed(start: int, text: str) -> Iterator[Statement]:
    """Take off what leads a statement in a script, and the space around it."""
    if _ROUTINE.match(text) and (body := _BODY.search(text)):
        yield from _trimmed(start + body.end(), text[body.end() :])
        return
    at = 0
    while lead := _LEAD.match(text, at) or _condition(text, at):
        at = lead.end()
    cut = _cut(text, at)
    if cut is not None:
        yield from _trimmed(start + at, text[at : cut[0]])
        yield from _trimmed(start + cut[1], text[cut[1] :])
        return
    stripped = _TAIL.sub("", text[at:].strip()).rstrip()
    if stripped and not _NO_QUERY.match(stripped):
        yield Statement(start + at + text[at:].index(stripped[0]), stripped)


def _cut(text: str, at: int) -> tuple[int, int] | None:
    """Return (end, start of the next) where one statement follows another with no terminator."""
    if _LOOPS_OVER.match(text, at) and (loop := _LOOP.search(text, at)):
        return loop.span()  # FOR row IN SELECT … LOOP …
    for found in _NEXT.finditer(text, at):
        whole = text[at : found.start()]
        before = whole.rstrip()
        if (
            whole.count("\n", len(before)) > 1
            and before.count("(") == before.count(")")
            and not _HOLDS_ON.search(before)
        ):
            return at + len(before), found.end()
    return None


def _condition(text: str, at: int) -> re.Match[str] | None:
    """Return the `IF … THEN` that stands before a statement."""
    found = _CONDITION.match(text, at)
    return found if found and not _QUERY.search(found[0]) else None

"""Jinja in SQL (dbt), without dbt: templates become SQL of equal length, so that positions hold.

`ref('x')` becomes the table `x` and `source('a', 'b')` becomes `a.b`; other values become an
identifier as long as they are. Of `{% if %}` the first branch is kept, of a loop the body once, and
what only defines something (`{% macro %}`, `{% set %}`) is blanked.
"""

from __future__ import annotations

import re

from groundrules.files.source import blank

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_REF = re.compile(
    r"""^ref\(\s*(?:['"][\w.]+['"]\s*,\s*)?['"](\w+)['"]\s*(?:,\s*\w+\s*=[^)]*)?\)$"""
)
_SOURCE = re.compile(r"""^source\(\s*['"](\w+)['"]\s*,\s*['"](\w+)['"]\s*\)$""")
_SILENT = re.compile(r"^(?:config|log|print|do|enable_\w+|set_\w+)\b|^[\w.]*\.(?:append|update)\(")
_LAST = re.compile(r"\bloop\.(?:last|first)\b")
_STATEMENT = re.compile(
    r"\s*(?:\Z|;|\{|\(?\s*(?:select|with|insert|create|merge|update|delete)\b)", re.I
)
# Blocks whose body is no part of the statement around them.
_DEFINING = frozenset({"macro", "test", "materialization", "docs", "set", "call"})
_ENDS = frozenset(
    f"end{word}" for word in (*_DEFINING, "if", "for", "snapshot", "raw", "filter", "block")
)


def render(text: str) -> str:
    """Return text of the same length in which every template is SQL or blank."""
    out: list[str] = []
    # One entry an open block: (its word, whether what it holds is hidden, whether a branch was kept).
    blocks: list[tuple[str, bool, bool]] = []
    at = 0
    for found in _TAG.finditer(text):
        hidden = any(entry[1] for entry in blocks)
        between = text[at : found.start()]
        out.append(blank(between) if hidden else between)
        tag = found[0]
        at = found.end()
        if tag.startswith("{{") and not hidden:
            out.append(_value(tag, _begins(out), text, at))
            continue
        out.append(blank(tag))
        if tag.startswith("{%"):
            _turn(tag, blocks)
    rest = text[at:]
    out.append(blank(rest) if any(entry[1] for entry in blocks) else rest)
    return "".join(out)


def _turn(tag: str, blocks: list[tuple[str, bool, bool]]) -> None:
    """Open, close or switch the block that a tag speaks of."""
    found = _WORD.match(tag)
    word = found[1] if found else ""
    body = tag[2:-2].strip("-+ \t\n")
    if word in _ENDS:
        if any(entry[0] == word[3:] for entry in blocks):
            while blocks and blocks.pop()[0] != word[3:]:
                pass
    elif word == "set":
        if "=" not in body:  # {% set x %} … {% endset %}
            blocks.append((word, True, True))
    elif word in _DEFINING:
        blocks.append((word, True, True))
    elif word == "if":
        holds = _holds(body)
        blocks.append((word, not holds, holds))
    elif word in ("elif", "else") and blocks and blocks[-1][0] in ("if", "for"):
        kind, _, kept = blocks[-1]
        blocks[-1] = (kind, kept or kind == "for", True)
    elif word in ("for", "snapshot", "raw", "filter", "block"):
        blocks.append((word, False, True))


def _holds(body: str) -> bool:
    """Whether the first branch of an `if` is kept; a loop's body stands once, and so is the last."""
    return not (_LAST.search(body) and re.search(r"\bnot\b|\bis false\b", body)) and not re.match(
        r"if\s+(?:false|0)\s*$", body, re.I
    )


def _value(tag: str, begins: bool, text: str, end: int) -> str:
    """Return the SQL that stands for a `{{ … }}`."""
    body = tag[2:-2].strip("-+ \t\n")
    call = " ".join(body.split())
    if _SILENT.match(call) or (_LAST.search(call) and "not" in call):
        return blank(tag)
    known = _known(call)
    touching = text[end : end + 1]
    if known and len(known) <= len(tag) and not (touching.isalnum() or touching in ("_", "$")):
        return known + blank(tag[len(known) :])
    if begins and _STATEMENT.match(text, end):
        return blank(tag)
    return identifier(tag)


def _known(call: str) -> str | None:
    if found := _REF.match(call):
        return found[1]
    if found := _SOURCE.match(call):
        return f"{found[1]}.{found[2]}"
    for pattern, answer in _CALLS:
        if pattern.match(call):
            return answer
    return None


_CALLS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:dbt_utils\.)?group_by\("), "GROUP BY ALL"),
    (re.compile(r"(?:dbt_utils\.)?star\("), "*"),
)


def _begins(out: list[str]) -> bool:
    """Whether a statement may begin after what was put out so far."""
    for piece in reversed(out):
        code = re.sub(r"--[^\n]*|/\*.*?\*/", "", piece, flags=re.S).rstrip()
        if code:
            return code.endswith(";")
    return True


def identifier(over: str) -> str:
    """Return an SQL identifier as long as `over`, named after what stands there.

    Line ends are kept, so the identifier fills the first line only.
    """
    first, newline, rest = over.partition("\n")
    word = re.sub(r"\W", "_", first, flags=re.A)
    if len(word) > 1:
        word = "_" + word[1:]
    return (word or " ") + newline + blank(rest)

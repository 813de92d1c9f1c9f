r"""Python's regular expressions as RE2 writes the same ones, or not at all.

pandas matches by Python's `re`; engines by RE2 or Java's. They differ on `$` (before a last line
end), `\d`, `\w` and `\s` (Unicode), case, and what they have at all. So a pattern is parsed by
Python's own parser and written anew with every class spelled out; what cannot be is `UnportableError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from re import error as PatternError  # noqa: N812 -- its name in Python 3.13
from typing import Any

from groundrules.contracts.form import UnportableError

_SPACE = (
    r"\t-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
)
_CLASSES = {
    "CATEGORY_DIGIT": r"\p{Nd}",
    "CATEGORY_SPACE": _SPACE,
    "CATEGORY_WORD": r"\p{L}\p{N}_",
}
_MOST = 1000  # repetitions, RE2's own limit


def portable(pattern: str) -> str:
    """Return an RE2 pattern that matches just where `pattern` does in Python; raises UnportableError."""
    try:
        parsed = parser.parse(pattern)
    except PatternError as error:
        raise UnportableError(f"{pattern!r} is no regular expression: {error}") from error
    if parsed.state.flags & ~parser.SRE_FLAG_UNICODE:
        raise UnportableError(f"{pattern!r} sets flags, and engines differ on them")
    try:
        return _sequence(parsed, last=True)
    except _NoTwinError as error:
        raise UnportableError(
            f"{pattern!r} has {error}, which engines lack or read otherwise"
        ) from None


class _NoTwinError(Exception):
    """What a pattern has that RE2 has not."""


def _sequence(items: Iterable[Any], *, last: bool) -> str:
    """`last` tells that nothing stands behind the sequence in the whole pattern."""
    listed = list(items)
    return "".join(
        _one(kind, value, last=last and place == len(listed) - 1)
        for place, (kind, value) in enumerate(listed)
    )


def _one(kind: Any, value: Any, *, last: bool) -> str:
    if kind is codes.LITERAL:
        return _char(value)
    if kind is codes.NOT_LITERAL:
        return f"[^{_char(value)}]"
    if kind is codes.ANY:
        return r"[^\n]"
    if kind is codes.IN:
        return _members(value)
    if kind is codes.BRANCH:
        return "(?:" + "|".join(_sequence(branch, last=last) for branch in value[1]) + ")"
    if kind is codes.SUBPATTERN and not value[1] and not value[2]:
        return f"(?:{_sequence(value[3], last=last)})"
    if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        return _repeat(*value)
    if kind is codes.AT and value in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
        return r"\A"
    if kind is codes.AT and value is codes.AT_END_STRING:
        return r"\z"
    if kind is codes.AT and value is codes.AT_END and last:
        return r"\n?\z"
    raise _NoTwinError(str(value if kind is codes.AT else kind).lower().replace("_", " "))


def _repeat(least: Any, most: Any, inner: Any) -> str:
    endless = most is codes.MAXREPEAT
    if least > _MOST or (not endless and most > _MOST):
        raise _NoTwinError(f"more than {_MOST} repetitions")
    return f"(?:{_sequence(inner, last=False)}){{{least},{'' if endless else most}}}"


def _members(items: Any) -> str:
    text, negated = "", False
    for kind, value in items:
        if kind is codes.NEGATE:
            negated = True
        elif kind is codes.LITERAL:
            text += _char(value)
        elif kind is codes.RANGE:
            text += f"{_char(value[0])}-{_char(value[1])}"
        elif kind is codes.CATEGORY and str(value) in _CLASSES:
            text += _CLASSES[str(value)]
        elif kind is codes.CATEGORY and len(items) == 1:
            text, negated = _CLASSES[str(value).replace("_NOT_", "_")], True
        else:
            raise _NoTwinError("a negated class among others")
    return f"[{'^' if negated else ''}{text}]"


def _char(code: int) -> str:
    char = chr(code)
    return char if char.isascii() and char.isalnum() else rf"\x{{{code:x}}}"

"""Places for parameters in texts: `reports/{date}.html`, and `{{` for a brace."""

from __future__ import annotations

import glob
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from groundrules.runs.parameters import Values, written

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A path as run.yaml names it, with the parameters in it."""

    path: str
    glob: str | None
    """The same as a glob pattern, where it is one; a value in it stands for itself, whatever its characters."""


def problem(text: str, known: Collection[str]) -> str | None:
    """Return what is wrong with the places in a text, None where nothing is."""
    for match in _PART.finditer(text):
        name = match[1]
        if match[0] in ("{", "}"):
            return f"{text!r}: a single {match[0]}; write {match[0] * 2} for a brace"
        if name is not None and name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = (
                f"did you mean {{{near[0]}}}?"
                if near
                else f"known are {', '.join(known) or 'none'}"
            )
            return f"{text!r}: there is no parameter `{name}`; {hint}, and for braces write {{{{ and }}}}"
    return None


def filled(text: str, values: Values) -> str:
    """Return the text with values in their places."""
    return "".join(part for part, _ in _parts(text, values))


def pattern(text: str, values: Values) -> Pattern:
    """Return a path; only what run.yaml itself writes makes it a glob pattern."""
    parts = list(_parts(text, values))
    own = "".join(part for part, is_value in parts if not is_value)
    is_glob = bool(re.search(r"[*?\[]", own))
    escaped = "".join(glob.escape(part) if is_value else part for part, is_value in parts)
    return Pattern("".join(part for part, _ in parts), escaped if is_glob else None)


def used(text: str) -> set[str]:
    """Return the parameters that a text names."""
    return {match[1] for match in _PART.finditer(text) if match[1] is not None}


def _parts(text: str, values: Values) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is a value."""
    for match in _PART.finditer(text):
        if match[0] in ("{{", "}}"):
            yield match[0][0], False
        elif match[1] is None:
            yield match[0], False
        else:
            yield written(values[match[1]]), True

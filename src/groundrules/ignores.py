"""Comments that silence a finding: `# noqa: EXP002`, `# groundrules: ignore[EXP002] reason`.

A comment silences findings that begin or end on its line; ours, alone on its line, silences those of
the next line. In a notebook, a cell's tag of the same form silences the whole cell.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass, field

COMMENT = re.compile(
    r"(?:#|--)\s*(?:noqa(?::\s*(?P<noqa>[A-Z]{1,3}\d*(?:[,\s]+[A-Z]{1,3}\d+)*))?(?![\w:])"
    r"|groundrules:\s*ignore\[(?P<ours>[^\]]*)\](?P<reason>[^\n]*))",
    re.I,
)
_HINT = re.compile(r"noqa|groundrules:", re.I)


@dataclass(slots=True, eq=False)
class Suppression:
    """One comment or tag. `codes` are codes or prefixes; none means all."""

    line: int
    column: int
    codes: tuple[str, ...]
    ours: bool
    reason: str
    first: int
    last: int
    """The lines whose findings it silences."""
    used: set[str] = field(default_factory=set)

    def silences(self, code: str, lines: Iterable[int]) -> bool:
        """Whether it silences a finding of `code` that begins and ends on `lines`."""
        if not any(self.first <= line <= self.last for line in lines):
            return False
        if not self.codes:
            return True
        given = [known for known in self.codes if code.startswith(known)]
        self.used.update(given)
        return bool(given)


def read(text: str, *, python: bool) -> list[Suppression]:
    """Return the suppressing comments of a text, in order."""
    if not _HINT.search(text):
        return []
    comments = _comments(text) if python else None
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        for match in COMMENT.finditer(line):
            if comments is not None and match[0].startswith("#"):
                start = comments.get(number)
                if start is None or match.start() < start:
                    continue  # the words stand in a string
            alone = match["ours"] is not None and not line[: match.start()].strip()
            found.append(_suppression(match, number, number, number + alone))
    return found


def tag(word: str, first: int, last: int) -> Suppression | None:
    """Return what a notebook cell's tag silences: the lines of that cell."""
    match = COMMENT.fullmatch(f"# {word}")
    return _suppression(match, first, first, last) if match else None


def _suppression(match: re.Match[str], line: int, first: int, last: int) -> Suppression:
    listed = match["ours"] if match["ours"] is not None else match["noqa"]
    codes = tuple(code for code in re.split(r"[,\s]+", (listed or "").upper()) if code)
    ours = match["ours"] is not None
    reason = (match["reason"] or "").strip(" -:,.")
    return Suppression(line, match.start() + 1, codes, ours, reason, first, last)


def _comments(text: str) -> dict[int, int] | None:
    """Return line → column of real comments; None where the text does not tokenize."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    return {token.start[0]: token.start[1] for token in tokens if token.type == tokenize.COMMENT}

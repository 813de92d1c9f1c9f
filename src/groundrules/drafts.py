"""A file before it is parsed: cheap questions to its words, whose "no" spares the parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundrules.facts.vocabulary import Vocabulary

_CLOSING = re.compile(
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\""
    r"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*|[()\[\]{}]",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a Python file, or of a notebook's code cells, joined."""

    text: str
    vocabulary: Vocabulary
    execution_counts: tuple[int, ...] = ()
    """When the cells that ran did so, in the order of the cells; none outside notebooks."""
    ran_in_order: bool = False
    """Whether a kernel, once started, ran every cell from top to bottom and nothing else."""

    def arguments(self, *meanings: str) -> Iterator[str]:
        """Yield what is passed to each of what may be a call with one of these meanings.

        What stands in further brackets is left out: `f(g(x), seed=1)` yields `g, seed=1`. Told by
        the last names of such calls, where they stand: comments and strings count too, and a call
        that never ends reaches to the end. A function that goes by another name somewhere yields
        an empty text, since what is passed to it cannot be told.
        """
        names = {n for meaning in meanings for n in self.vocabulary.last_names(meaning)}
        for name in sorted(name for name in names if name in self.text):
            for found in re.finditer(rf"\b{name}\b[ \t]*(\(|as\b|$|[,)\]])", self.text, re.M):
                if found[1] == "(":
                    yield self._passed(found.end())
                elif found[1] == "as" or not self._is_import(found.start()):
                    yield ""

    def _is_import(self, place: int) -> bool:
        line = self.text[self.text.rfind("\n", 0, place) + 1 : place].lstrip()
        return line.startswith(("from ", "import "))

    def _passed(self, start: int) -> str:
        depth, pieces = 0, []
        for mark in _CLOSING.finditer(self.text, start):
            if mark[0] in "([{":
                if depth == 0:
                    pieces.append(self.text[start : mark.start()])
                depth += 1
            elif mark[0] in ")]}":
                if depth == 0:
                    return "".join([*pieces, self.text[start : mark.start()]])
                depth -= 1
                start = mark.end() if depth == 0 else start
        return "".join(pieces)

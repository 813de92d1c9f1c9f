"""A file before it is parsed: cheap questions to its words, whose "no" spares the parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOSING = re.compile(
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\""
    r"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*|[()\[\]{}]",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a Python file, or of a notebook's code cells, joined."""

    text: str
    execution_counts: tuple[int, ...] = ()
    """When the cells that ran did so, in the order of the cells; none outside notebooks."""
    ran_in_order: bool = False
    """Whether a kernel, once started, ran every cell from top to bottom and nothing else."""

    def arguments(self, *names: str) -> Iterator[str]:
        """Yield the text between the parentheses of each call of functions or methods so named.

        Words in comments and strings count too, and a call that never ends reaches to the end.
        """
        for found in re.finditer(rf"\b(?:{'|'.join(names)})\s*\(", self.text):
            yield self.text[found.end() : self._end(found.end())]

    def _end(self, start: int) -> int:
        depth = 1
        for mark in _CLOSING.finditer(self.text, start):
            if mark[0] in "([{":
                depth += 1
            elif mark[0] in ")]}":
                depth -= 1
                if depth == 0:
                    return mark.start()
        return len(self.text)

"""One statement → sqlglot's tree, in the first dialect that reads it."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

# The head of a CREATE whose query may be read where the head cannot.
_CREATE_AS = re.compile(
    r"\s*create\b[^;()]*?(?:\([^()]*\)[^;()]*?)?\bas\s*(?=\(?\s*(?:select|with)\b)", re.I
)
_OPAQUE = re.compile(r"\bselect\b", re.I)


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that no dialect parses: what the parser says, and at which offset."""

    offset: int
    message: str


@cache
def _engine(name: str) -> Any:
    import sqlglot

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    return sqlglot.Dialect.get_or_raise(name)


def parse(text: str, dialects: tuple[str, ...]) -> tuple[Expr, str] | Failure:
    """Return (tree, dialect that reads it) of one statement, or the first dialect's complaint."""
    import sqlglot

    failure: Failure | None = None
    for name in dialects:
        engine = _engine(name)
        try:
            tokens = engine.tokenize(text)
            trees = engine.parser(error_level=sqlglot.ErrorLevel.IMMEDIATE).parse(tokens, text)
        except Exception as error:  # on odd input ValueError and others come out too
            failure = failure or Failure(_offset(error, text), _plain(str(error)))
            continue
        tree = next((tree for tree in trees if tree is not None), None)
        if tree is None:
            continue
        if tree.key == "command" and (head := _CREATE_AS.match(text)):
            inner = parse(" " * head.end() + text[head.end() :], dialects)
            if not isinstance(inner, Failure):
                return inner
            failure = failure or inner
            break
        if tree.key == "command" and _OPAQUE.search(text):
            failure = failure or Failure(0, "its form is not known")
            continue
        return tree, name
    return failure or Failure(0, "it is empty")


def _offset(error: Exception, text: str) -> int:
    for found in getattr(error, "errors", ()):
        line, column = int(found.get("line") or 0), int(found.get("col") or 0)
        if line and column:
            lines = text.split("\n")
            words = str(found.get("highlight") or "")
            before = sum(len(row) + 1 for row in lines[: line - 1])
            return min(before + max(column - len(words), 0), len(text))
    return 0


def _plain(message: str) -> str:
    first = message.split("\n", 1)[0]
    return first.split(". Line ")[0].rstrip(".")

"""Which rules can find anything in a text: one pass of RE2 over the bytes, before any parsing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import re2

from groundrules.errors import ContentError
from groundrules.facts.vocabulary import Vocabulary
from groundrules.files.notebook import SQL_MAGICS
from groundrules.rules import QueryRule, Rule, Trigger

Need = dict[str, list[str]]
"""Patterns by root: a text satisfies it if it has some root and a match of one of its patterns."""

_PLACELESS = frozenset({"builtins", "<global>"})
_STATEMENT = (
    r"""(?i)["'](?:\\[nt]|\\\n|\s|\(|--[^\n]*\n|/\*(?:[^*]|\*[^/])*\*/)*"""
    r"(?:select|with|insert|create|merge|update|delete)\b"
)


def need(trigger: Trigger, vocabulary: Vocabulary) -> Need:
    """Return what a trigger asks of a text."""
    found: Need = {}
    plain = [*(f"(?i){re2.escape(word)}" for word in trigger.any_word), *trigger.any_pattern]
    if plain:
        found[""] = plain
    for name in vocabulary.named(trigger.any_meaning):
        parts = name.split(".")
        root = parts[1] if parts[0] in _PLACELESS else parts[0]
        # A call can only mean `pandas.DataFrame.merge` where the text names pandas.
        found.setdefault(rf"\b{root}\b", []).append(_occurrence(parts))
    return found


def sql_in_code(vocabulary: Vocabulary) -> list[Need]:
    """Return what SQL in a host language cannot do without: what takes it, and its beginning."""
    sinks = {*vocabulary.sql_methods, *vocabulary.last_names("sql_sink")}
    calls = [rf"\b{word}\s*\(" for word in sorted(sinks)]
    magic = rf"%(?:{SQL_MAGICS})\b"
    return [{"": [*calls, magic]}, {"": [_STATEMENT, magic]}]


class Scanner:
    """The triggers of some rules, as one set of patterns."""

    def __init__(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        self._bits: dict[str, int] = {}
        self._rules = [
            (rule, [self._pairs(need(trigger, vocabulary)) for trigger in rule.triggers])
            for rule in rules
        ]
        self._sql = [self._pairs(part) for part in sql_in_code(vocabulary)]
        options = re2.Options()
        options.max_mem = 64 << 20  # room for one automaton of all patterns
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        for pattern in self._bits:
            self._add(pattern, rules)
        self._set.Compile()

    def _add(self, pattern: str, rules: Sequence[Rule]) -> None:
        try:
            self._set.Add(pattern)
        except re2.error as error:
            own = [r.code for r in rules for t in r.triggers if pattern in t.any_pattern]
            raise ContentError(
                f"rule {', '.join(own)}: its trigger {pattern!r} is no RE2 pattern: {error}"
            ) from error

    def wanted(self, text: bytes, *, cells: bool = False, sql: bool = False) -> list[Rule]:
        """Return the rules whose triggers all occur in a text (UTF-8).

        `cells` says that it is a notebook's, `sql` that all of it is SQL.
        """
        found = 0
        for place in self._set.Match(text) or ():
            found |= 1 << place
        queries = sql or _all(found, self._sql)
        return [
            rule
            for rule, needs in self._rules
            if (cells or not rule.only_notebooks)
            and (queries if isinstance(rule, QueryRule) else not sql)
            and _all(found, needs)
        ]

    def _pairs(self, part: Need) -> list[tuple[int, int]]:
        return [
            (self._mask([root]) if root else -1, self._mask(patterns))
            for root, patterns in part.items()
        ]

    def _mask(self, patterns: Iterable[str]) -> int:
        mask = 0
        for pattern in patterns:
            mask |= 1 << self._bits.setdefault(pattern, len(self._bits))
        return mask


def _all(found: int, needs: list[list[tuple[int, int]]]) -> bool:
    return all(any(found & root and found & word for root, word in pairs) for pairs in needs)


def _occurrence(parts: list[str]) -> str:
    """Return the pattern of a name's last part: a method stands after a dot, a function anywhere."""
    method = len(parts) > 1 and parts[-2][:1].isupper()
    return rf"\.\s*{parts[-1]}\b" if method else rf"\b{parts[-1]}\b"

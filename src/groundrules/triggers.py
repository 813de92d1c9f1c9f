"""Which rules can find anything in a text: one pass of RE2 over the bytes, before any parsing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import re2

from groundrules.facts.vocabulary import Vocabulary
from groundrules.files.notebook import SQL_MAGICS
from groundrules.rules import QueryRule, Rule, Trigger

_PLACELESS = frozenset({"builtins", "<global>"})
_Needs = list[tuple[int, int]]
"""Pairs of bit masks: a text satisfies a trigger if it has a bit of both masks of some pair."""


class Scanner:
    """The triggers of some rules, as one set of patterns."""

    def __init__(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        self._bits: dict[str, int] = {}
        self._rules = [
            (rule, [self._needs(trigger, vocabulary) for trigger in rule.triggers])
            for rule in rules
        ]
        options = re2.Options()
        options.max_mem = 64 << 20  # room for one automaton of all patterns
        options.log_errors = False
        # What SQL in a host language cannot do without: a call that takes it, or a magic.
        sinks = {*vocabulary.sql_methods}
        sinks.update(name.rpartition(".")[2] for name in vocabulary.named(["sql_sink"]))
        self._sinks = self._mask(
            [*(rf"\b{word}\s*\(" for word in sorted(sinks)), rf"%(?:{SQL_MAGICS})\b"]
        )
        self._statements = self._mask([r"(?i)\b(?:select|insert|merge|update|delete|create)\b"])
        self._set = re2.Set.SearchSet(options)
        for pattern in self._bits:
            self._set.Add(pattern)
        self._set.Compile()

    def wanted(self, text: bytes, *, cells: bool = False, sql: bool = False) -> list[Rule]:
        """Return the rules whose triggers all occur in a text (UTF-8).

        `cells` says that it is a notebook's, `sql` that all of it is SQL.
        """
        found = 0
        for place in self._set.Match(text) or ():
            found |= 1 << place
        queries = sql or bool(found & self._sinks and found & self._statements)
        return [
            rule
            for rule, needs in self._rules
            if (cells or not rule.only_notebooks)
            and (queries if isinstance(rule, QueryRule) else not sql)
            and all(any(found & root and found & word for root, word in pairs) for pairs in needs)
        ]

    def _needs(self, trigger: Trigger, vocabulary: Vocabulary) -> _Needs:
        words = self._mask(
            [*(f"(?i){re2.escape(word)}" for word in trigger.any_word), *trigger.any_pattern]
        )
        needs: _Needs = [(words, words)] if words else []
        roots: dict[str, set[str]] = {}
        for name in vocabulary.named(trigger.any_meaning):
            parts = name.split(".")
            root = parts[1] if parts[0] in _PLACELESS else parts[0]
            roots.setdefault(root, set()).add(_occurrence(parts))
        # A call can only mean `pandas.DataFrame.merge` where the text names pandas.
        for root in sorted(roots):
            needs.append((self._mask([rf"\b{root}\b"]), self._mask(sorted(roots[root]))))
        return needs

    def _mask(self, patterns: Iterable[str]) -> int:
        mask = 0
        for pattern in patterns:
            mask |= 1 << self._bits.setdefault(pattern, len(self._bits))
        return mask


def _occurrence(parts: list[str]) -> str:
    """Return the pattern of a name's last part: a method stands after a dot, a function anywhere."""
    method = len(parts) > 1 and parts[-2][:1].isupper()
    return rf"\.\s*{parts[-1]}\b" if method else rf"\b{parts[-1]}\b"

"""Which rules can find anything in a text, told before any parsing.

One pass of RE2 over the bytes looks for all words at once. The patterns of rules come
after it, each on its own and only where the words that it needs are there: together
they would make an automaton that outgrows its memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import re2

from groundrules.errors import ContentError
from groundrules.facts.vocabulary import Vocabulary, root_word
from groundrules.files.notebook import SQL_MAGICS
from groundrules.literals import required
from groundrules.rules import QueryRule, Rule, Trigger

_STATEMENT = (
    r"""(?i)["'](?:\\[nt]|\\\n|\s|\(|--[^\n]*\n|/\*(?:[^*]|\*[^/])*\*/)*"""
    r"(?:select|with|insert|create|merge|update|delete)\b"
)


@dataclass(slots=True)
class Need:
    """What a trigger asks of a text: some word below its root, or some pattern."""

    words: dict[str, list[str]] = field(default_factory=dict)
    """Plain expressions by root, itself one; the empty root stands everywhere."""
    patterns: tuple[str, ...] = ()


def need(trigger: Trigger, vocabulary: Vocabulary) -> Need:
    """Return what a trigger asks of a text."""
    found = Need(patterns=trigger.any_pattern)
    if trigger.any_word:
        found.words[""] = [f"(?i){re2.escape(word)}" for word in trigger.any_word]
    for name in vocabulary.named(trigger.any_meaning):
        # A call can only mean `pandas.DataFrame.merge` where the text names pandas, or what gives its frames.
        for word in sorted(vocabulary.gateways(root_word(name))):
            found.words.setdefault(rf"\b{word}\b", []).append(_occurrence(name.split(".")))
    return found


def sql_in_code(vocabulary: Vocabulary) -> list[Need]:
    """Return what SQL in a host language cannot do without: what takes it, and its beginning."""
    sinks = {*vocabulary.sql_methods, *vocabulary.last_names("sql_sink")}
    calls = [rf"\b{word}\s*\(" for word in sorted(sinks)]
    magic = rf"%(?:{SQL_MAGICS})\b"
    return [Need({"": [*calls, magic]}), Need({"": [magic]}, (_STATEMENT,))]


@dataclass(frozen=True, slots=True)
class _Step:
    """A need, as bits of the words that occur in a text."""

    pairs: tuple[tuple[int, int], ...]
    patterns: tuple[tuple[int, str], ...]

    def said(self, found: int) -> bool:
        """Whether words alone satisfy it."""
        return any(found & root and found & word for root, word in self.pairs)

    @property
    def any_bit(self) -> int:
        """Bits of which it needs one at least."""
        bits = 0
        for words in (*(words for _, words in self.pairs), *(words for words, _ in self.patterns)):
            bits |= words
        return bits


_Steps = list[tuple[int, _Step]]
"""The needs of a rule, each with bits of which it needs one at least."""


class Scanner:
    """The triggers of some rules: one set of words, and the patterns that go further."""

    def __init__(self, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        self._bits: dict[str, int] = {}
        self._compiled: dict[str, Any] = {}
        self._sql = self._steps(sql_in_code(vocabulary))
        self._rules = [
            (
                rule,
                isinstance(rule, QueryRule),
                self._steps(need(t, vocabulary) for t in rule.triggers),
            )
            for rule in rules
        ]
        options = re2.Options()
        options.max_mem = 64 << 20  # room for one automaton of all words
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        for word in self._bits:
            self._set.Add(word)
        self._set.Compile()

    def wanted(self, text: bytes, *, cells: bool = False, sql: bool = False) -> list[Rule]:
        """Return the rules whose triggers all occur in a text (UTF-8).

        `cells` says that it is a notebook's, `sql` that all of it is SQL.
        """
        found = 1  # the bit of what needs no word
        for place in self._set.Match(text) or ():
            found |= 2 << place
        matched: dict[str, bool] = {}
        queries = sql or self._hold(self._sql, found, text, matched)
        wanted = []
        for rule, is_query, steps in self._rules:
            # Most rules fall here: this loop is run for every rule on every file.
            for bits, _ in steps:
                if not found & bits:
                    break
            else:
                if (
                    (queries if is_query else not sql)
                    and (cells or not rule.only_notebooks)
                    and self._hold(steps, found, text, matched)
                ):
                    wanted.append(rule)
        return wanted

    def _hold(self, steps: _Steps, found: int, text: bytes, matched: dict[str, bool]) -> bool:
        doubtful = []
        for bits, step in steps:
            if not found & bits:
                return False
            if not step.said(found):
                doubtful.append(step)
        if not all(step.patterns for step in doubtful):
            return False
        for step in doubtful:
            for words, pattern in step.patterns:
                if found & words and self._matches(pattern, text, matched):
                    break
            else:
                return False
        return True

    def _matches(self, pattern: str, text: bytes, matched: dict[str, bool]) -> bool:
        if pattern not in matched:
            matched[pattern] = self._compiled[pattern].search(text) is not None
        return matched[pattern]

    def _steps(self, parts: Iterable[Need]) -> _Steps:
        """Return the needs of one rule, those that are told by words alone first."""
        steps = [self._step(part) for part in parts]
        steps.sort(key=lambda step: len(step.patterns))
        return [(step.any_bit, step) for step in steps]

    def _step(self, part: Need) -> _Step:
        pairs = [
            (self._mask([root]) if root else 1, self._mask(words))
            for root, words in part.words.items()
        ]
        return _Step(tuple(pairs), tuple((self._needed(p), p) for p in part.patterns))

    def _needed(self, pattern: str) -> int:
        """Return the bits of the words without which a pattern cannot match."""
        if pattern not in self._compiled:
            options = re2.Options()
            options.log_errors = False
            try:
                self._compiled[pattern] = re2.compile(pattern.encode(), options)
            except re2.error as error:
                raise ContentError(f"the trigger {pattern!r} is no RE2 pattern: {error}") from error
        words = required(pattern)
        return self._mask(f"(?i){re2.escape(word)}" for word in sorted(words)) if words else 1

    def _mask(self, words: Iterable[str]) -> int:
        mask = 0
        for word in words:
            mask |= 2 << self._bits.setdefault(word, len(self._bits))
        return mask


def _occurrence(parts: list[str]) -> str:
    """Return the pattern of a name's last part: a method stands after a dot, a function anywhere."""
    method = len(parts) > 1 and parts[-2][:1].isupper()
    return rf"\.\s*{parts[-1]}\b" if method else rf"\b{parts[-1]}\b"

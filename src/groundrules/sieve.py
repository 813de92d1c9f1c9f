"""The patterns of triggers, for the few rules whose words a glance finds in a file.

Like the glance it imports as little as it can.
"""

import re2

from groundrules.glance import PAIRS, WORDS

TYPE_CHECKING = False  # as in typing, whose import would take longer than a look for patterns
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


class Sieve:
    """Patterns that are compiled when they are first asked for."""

    def __init__(self) -> None:
        self._compiled: dict[str, Any] = {}

    def all_occur(self, needs: "Sequence[str]", text: bytes) -> bool:
        """Whether each need occurs: some root (empty for anywhere) with the pattern below it."""
        return all(any(self._occurs(pair, text) for pair in need.split(PAIRS)) for need in needs)

    def _occurs(self, pair: str, text: bytes) -> bool:
        root, pattern = pair.split(WORDS)
        return (not root or self._matches(root, text)) and self._matches(pattern, text)

    def _matches(self, pattern: str, text: bytes) -> bool:
        if pattern not in self._compiled:
            options = re2.Options()
            options.log_errors = False
            self._compiled[pattern] = re2.compile(pattern.encode(), options)
        return self._compiled[pattern].search(text) is not None

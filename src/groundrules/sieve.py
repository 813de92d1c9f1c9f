"""Patterns that are compiled when they are first asked for.

For the few rules whose words a glance finds in a file; like the glance it imports as little as it can.
"""

import re2

TYPE_CHECKING = False  # as in typing, whose import would take longer than a look for patterns
if TYPE_CHECKING:
    from typing import Any


class Sieve:
    """RE2 patterns, by their text."""

    def __init__(self) -> None:
        self._compiled: dict[str, Any] = {}

    def occurs(self, pattern: str, text: bytes) -> bool:
        """Whether a pattern matches somewhere in a text."""
        if pattern not in self._compiled:
            options = re2.Options()
            options.log_errors = False
            self._compiled[pattern] = re2.compile(pattern.encode(), options)
        return self._compiled[pattern].search(text) is not None

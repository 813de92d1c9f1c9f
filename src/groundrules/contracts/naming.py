"""What a check is called in a report."""

from __future__ import annotations

from collections.abc import Sequence

import pandera.pandas as pa


def label(check: pa.Check) -> str:
    """Return what a check is called in a report, the same in every run."""
    expected = (check.statistics or {}).get("values")
    if isinstance(expected, frozenset) and not check.title:  # in no order of its own
        return f"{check.name}({sorted(expected, key=str)})"
    text = str(check.title or check.error or check.name or "check")
    text = "custom check" if text in ("<lambda>", "partial") else text
    return text if len(text) <= 90 else text[:89] + "…"


def under_names(columns: Sequence[str]) -> list[str]:
    """Return what to ask for so that a value is shown under its column's name, by which it may be hidden."""
    return list(columns) * (2 if len(columns) == 1 else 1)

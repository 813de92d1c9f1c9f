"""Values that must occur in another table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as arrow

from groundrules.contracts.checks.elsewhere import distinct_rows, kind_in, shown
from groundrules.contracts.checks.rows import RowRule
from groundrules.contracts.checks.rule import UnfitError, comparable, kind_of
from groundrules.contracts.form import Kind

PORTABLE = ("integer", "text", "boolean", "date")
"""Kinds whose equality is the same on every engine."""


@dataclass(frozen=True, eq=False)
class References(RowRule):
    """Each row's values, where none of them is null, are those of a row of another table."""

    names: tuple[str, ...]
    other: Any
    other_names: tuple[str, ...]

    @property
    def label(self) -> str:
        theirs = "" if self.names == self.other_names else f" as {', '.join(self.other_names)}"
        return f"{', '.join(self.names)} in {shown(self.other)}{theirs}"

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.names))

    def known(self, kinds: Sequence[Kind | None]) -> arrow.Table:
        """Return the distinct rows of the other table, for columns of these kinds.

        Raises UnfitError where they cannot be compared; a table without rows can with any.
        """
        table = distinct_rows(self.other, self.other_names, kinds)
        if table.num_rows:
            theirs = [kind_in(kind) for kind in table.schema.types]
            for name, kind, other_name, other in zip(
                self.names, kinds, self.other_names, theirs, strict=True
            ):
                if not comparable(kind, other):
                    raise UnfitError(
                        f"{name} holds {kind or 'another type'} and {other_name} of "
                        f"{shown(self.other)} {other or 'another type'}: they cannot be compared"
                    )
        return table

    def broken(self, frame: pd.DataFrame) -> pd.Series[Any]:
        """Return which rows have values that the other table lacks."""
        places = np.flatnonzero(frame[list(self.columns)].notna().all(axis=1))
        given = frame.iloc[places]
        broken = pd.Series(data=False, index=frame.index)
        if len(given):
            table = self.known([kind_of(given[name]) for name in self.names])
            known = set(zip(*(column.to_pylist() for column in table.columns), strict=True))
            groups, rows = _distinct([given[name] for name in self.names])
            strange = np.array([row not in known for row in rows], dtype=bool)
            broken.iloc[places[strange[groups]]] = True
        return broken


def _distinct(columns: Sequence[pd.Series[Any]]) -> tuple[Any, list[tuple[Any, ...]]]:
    """Return for each row the number of its values, and the distinct values by their numbers."""
    groups: Any = np.zeros(len(columns[0]), dtype="int64")
    for column in columns:
        codes, uniques = pd.factorize(column)
        groups, _ = pd.factorize(groups * len(uniques) + codes)
    _, first = np.unique(groups, return_index=True)
    values = [column.iloc[first].astype(object).tolist() for column in columns]
    return groups, list(zip(*values, strict=True))

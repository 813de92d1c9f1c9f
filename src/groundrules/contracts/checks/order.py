"""Values that do not go back from one row to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from groundrules.contracts.checks.rows import RowRule
from groundrules.contracts.checks.rule import UnfitError, kind_of


@dataclass(frozen=True)
class Monotone(RowRule):
    """No value is less than the one before it in the order of rows, or in its group; nulls aside."""

    column: str
    by: tuple[str, ...]
    strictly: bool

    @property
    def label(self) -> str:
        within = f" within {', '.join(self.by)}" if self.by else ""
        return f"{self.column} {'rises' if self.strictly else 'does not go back'}{within}"

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.column, *self.by)))

    def broken(self, frame: pd.DataFrame) -> pd.Series[Any]:
        """Return which rows hold less than the row before them, or, strictly, no more."""
        places = np.flatnonzero(frame[self.column].notna())
        given = frame.iloc[places]
        broken = pd.Series(data=False, index=frame.index)
        if not len(given):
            return broken
        kind = kind_of(given[self.column])
        if kind is None or kind == "boolean":
            raise UnfitError(f"{self.column} holds {kind or 'another type'}, which has no order")
        groups = np.zeros(len(given), dtype="int64")
        for name in self.by:
            codes, values = pd.factorize(given[name], use_na_sentinel=False)
            groups, _ = pd.factorize(groups * len(values) + codes)
        order = np.argsort(groups, kind="stable")
        values = given[self.column].iloc[order]
        if isinstance(values.dtype, pd.CategoricalDtype):
            values = values.astype(object)
        before, after = (
            values.iloc[rows].reset_index(drop=True) for rows in (slice(-1), slice(1, None))
        )
        back = (after <= before if self.strictly else after < before).astype(bool).to_numpy()
        same = groups[order][1:] == groups[order][:-1]
        broken.iloc[places[order[1:][back & same]]] = True
        return broken

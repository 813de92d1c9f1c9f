"""The balanced panel that passed the guards: periods × units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from groundrules.quasi import result
from groundrules.quasi.calendar import between
from groundrules.quasi.cells import Cells
from groundrules.quasi.form import Plan
from groundrules.quasi.guards import window

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Panel:
    """One number for each period and unit."""

    values: NDArray[Any]
    """Shape (periods, units), in the outcome's unit."""
    treated: NDArray[Any]
    """Shape (units,): whether a unit is treated."""
    before: int
    """How many of the periods lie before the start."""
    periods: tuple[str, ...]
    units: tuple[str, ...]
    covariates: NDArray[Any]
    """Shape (covariates, periods, units)."""
    rows: int = 0
    period: str = "number"

    def before_start(self, start: int) -> Panel:
        """Return the periods before the true start alone, as if treated from period `start` on."""
        return replace(
            self,
            values=self.values[: self.before],
            before=start,
            periods=self.periods[: self.before],
            covariates=self.covariates[:, : self.before],
        )

    def with_values(self, values: NDArray[Any]) -> Panel:
        """Return the same panel of other numbers."""
        return replace(self, values=values)

    def described(self) -> result.Panel:
        """Return what of it stands in the result."""
        return result.Panel(
            treated=[u for u, on in zip(self.units, self.treated, strict=True) if on],
            controls=int((~self.treated).sum()),
            before=self.before,
            after=len(self.periods) - self.before,
            first=self.periods[0],
            start=self.periods[self.before],
            last=self.periods[-1],
            rows=self.rows,
            period=self.period,
        )


def panel(plan: Plan, cells: Cells) -> Panel:
    """Return the panel of cells that the guards let through; an empty cell is zero where the plan says so."""
    import numpy as np

    first, start, last = window(plan, cells)
    periods = between(first, last, plan.period)
    units = sorted({unit for unit, _ in cells.cells})
    found = [[cells.cells.get((unit, period)) for unit in units] for period in periods]
    covariates = [
        [[cell.covariates[k] if cell else 0.0 for cell in line] for line in found]
        for k in range(len(plan.covariates))
    ]
    return Panel(
        values=np.array([[cell.value if cell else 0.0 for cell in line] for line in found]),
        treated=np.array([unit in plan.treated for unit in units]),
        before=periods.index(start),
        periods=tuple(str(period) for period in periods),
        units=tuple(units),
        covariates=np.array(covariates).reshape(len(plan.covariates), len(periods), len(units)),
        rows=cells.rows - cells.outside,
        period=plan.period,
    )

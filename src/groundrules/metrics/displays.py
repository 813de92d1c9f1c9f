"""How numbers of a unit are displayed where no metric says it."""

from __future__ import annotations

import re

from groundrules.metrics.form import Display

_CURRENCY = re.compile(r"[A-Z]{3}")
_WHOLE = ("count", "ms", "seconds", "bytes")


def of_unit(unit: str) -> Display:
    """Return the display of a unit: `percent` (of shares), `count`, a currency's code, or any other name.

    Percent is shown with one digit after the point, money with two, what is counted with none. Where that would
    leave the largest number less than two digits that count, `groundrules.metrics.show` adds some.
    """
    if unit in ("percent", "%"):
        return Display(unit="%", decimals=1, percent=True)
    if unit in _WHOLE:
        return Display(unit="" if unit == "count" else unit, decimals=0)
    return Display(unit=unit, decimals=2 if _CURRENCY.fullmatch(unit) else 1)

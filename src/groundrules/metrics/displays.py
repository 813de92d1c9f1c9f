"""How numbers of a unit are displayed where no metric says it."""

from __future__ import annotations

import re

import msgspec

from groundrules.metrics.form import Display

_CURRENCY = re.compile(r"[A-Z]{3}")
_WHOLE = ("count", "ms", "seconds", "bytes")
_DIGITS = re.compile(r"(.+):([0-8])", re.S)


def of_unit(unit: str) -> Display:
    """Return the display of a unit: `percent` (of shares), `count`, a currency's code, or any other name.

    Percent is shown with one digit after the point, money with two, what is counted with none. Where that would
    leave the largest number less than two digits that count, `groundrules.metrics.show` adds some. `:0` to `:8` after
    a unit says how many instead: `EUR:0` is for amounts of which nobody asks for the cents.
    """
    chosen = _DIGITS.fullmatch(unit)
    if chosen:
        return msgspec.structs.replace(of_unit(chosen[1]), decimals=int(chosen[2]))
    if unit in ("percent", "%"):
        return Display(unit="%", decimals=1, percent=True)
    if unit in _WHOLE:
        return Display(unit="" if unit == "count" else unit, decimals=0)
    return Display(unit=unit, decimals=2 if _CURRENCY.fullmatch(unit) else 1)

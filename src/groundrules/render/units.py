"""Numbers of tables as their units want them: the cell's metadata `units`, {column or row: unit}.

A unit is what `groundrules.metrics.displays` knows (`percent`, `count`, a currency's code, any other name; `EUR:0` is
EUR without a digit after the point), or `metric:NAME`, whose display stands in the metric catalogue of the notebook's
project.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from groundrules import config
from groundrules.errors import GroundrulesError
from groundrules.metrics.displays import of_unit
from groundrules.metrics.form import Display
from groundrules.metrics.show import digits_of, number

_NUMBER = re.compile(r"[-+−]?(\d[\d,]*\.?\d*|\.\d+)(e[-+]?\d+)?", re.I)
_NONE = {"nan": math.nan, "none": math.nan, "<na>": math.nan, "nat": math.nan}
_METRIC = "metric:"
Units = Mapping[str, Display]


def units_of(value: object, folder: Path, place: str) -> Units:
    """Return the displays that a cell's metadata `units` names; `place` is what an error calls the cell.

    Raises GroundrulesError for another form, UsageError for a metric that is not in the catalogue.
    """
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(unit, str) for unit in value.values()):
        raise GroundrulesError(
            f"{place}: the metadata `units` must be columns and their units, like "
            f'{{"revenue": "EUR", "share": "percent"}}; it is {value!r}'
        )
    return {str(name): _display(unit, folder) for name, unit in value.items()}


def _display(unit: str, folder: Path) -> Display:
    return _of_metric(unit.removeprefix(_METRIC), folder) if unit.startswith(_METRIC) else of_unit(unit)  # fmt: skip


@cache
def _of_metric(name: str, folder: Path) -> Display:
    from groundrules.metrics import catalogue  # reads files: only where a metric is named

    return catalogue.load(config.load(folder)).metric(name.strip()).display


def show_units(soup: BeautifulSoup, table: Tag, units: Units) -> set[str]:
    """Write the numbers of `table` in their units and return which of `units` it has.

    A name is a column's header (the lowest one, of several rows), or else a row's first header.
    """
    used = set()
    for name, display in units.items():
        cells, header = _column(table, name)
        if not cells:
            cells, header = _row(table, name)
        if cells:
            used.add(name)
            _write(cells, display)
            _name_unit(soup, header, display)
    return used


def _column(table: Tag, name: str) -> tuple[list[Tag], Tag | None]:
    if table.thead is None or table.tbody is None:
        return [], None
    for row in table.thead.find_all("tr"):
        headers = row.find_all(["th", "td"])
        for place, header in enumerate(headers):
            if header.get_text(" ", strip=True) == name and not table.select_one("tbody [colspan]"):
                return list(_below(table.tbody, len(headers) - place)), header
    return [], None


def _below(body: Tag, from_right: int) -> Iterator[Tag]:
    # Counted from the right: to the left, indices of several levels span rows.
    for row in body.find_all("tr"):
        cells = row.find_all(["th", "td"])
        if len(cells) >= from_right:
            yield cells[-from_right]


def _row(table: Tag, name: str) -> tuple[list[Tag], Tag | None]:
    for row in table.select("tbody tr"):
        header = row.find("th")
        if header is not None and header.get_text(" ", strip=True) == name:
            return row.find_all("td"), header
    return [], None


def _write(cells: list[Tag], display: Display) -> None:
    """Write all numbers of one column with the same digits after the point, so that their points align."""
    found = [(cell, value) for cell in cells if (value := _value(cell)) is not None]
    finite = [value for _, value in found if math.isfinite(value)]
    whole = not display.percent and all(value == int(value) for value in finite)
    digits = display.decimals if whole else digits_of(display, *finite)
    for cell, value in found:
        if math.isnan(value):
            cell.string = "n/a"
            continue
        said = number(display, value, digits).replace("-", "−")
        cell.string = f"{said}%" if display.percent else said


def _value(cell: Tag) -> float | None:
    text = cell.get_text(strip=True)
    if text.lower() in _NONE:
        return _NONE[text.lower()]
    if not _NUMBER.fullmatch(text):
        return None
    return float(text.replace(",", "").replace("−", "-"))


def _name_unit(soup: BeautifulSoup, header: Tag | None, display: Display) -> None:
    if header is None or display.percent or not display.unit:
        return
    unit = soup.new_tag("span", attrs={"class": "gr-unit"})
    unit.string = display.unit
    header.append(" ")
    header.append(unit)

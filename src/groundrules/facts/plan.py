"""The plan beside an analysis: the nearest `plan.yaml` at or above its file, as far as rules over code ask.

What `plan.yaml` means in full is `groundrules.plans`' business; here a file that is no plan, or a broken one, is
none: `groundrules plan check` says what is wrong with it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from groundrules.errors import GroundrulesError

NAME = "plan.yaml"


@dataclass(frozen=True)
class Plan:
    """What was agreed before the first exposure."""

    path: str
    variants: tuple[str, ...]
    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    guardrails: tuple[str, ...]
    start: date
    days: int
    """The horizon."""
    looks: tuple[int, ...] = ()
    """Days from the start at which a sequential design looks; none: once, at the horizon."""
    unit: str = ""
    variant: str = "variant"
    """The column of the exposure table that holds the variant."""
    exposed: str = "exposed_at"
    """Its column of the exposure's time."""
    alpha: float = 0.05
    sides: str = "two"
    ship_when: str = "all-primary-better"
    segments: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    """Conditions, as SQL."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """All metrics that it names, the primary ones first."""
        return tuple(dict.fromkeys([*self.primary, *self.guardrails, *self.secondary]))

    @property
    def end(self) -> date:
        """The first day after the experiment."""
        return self.start + timedelta(days=self.days)

    @cached_property
    def looked(self) -> tuple[date, ...]:
        """The first days after the stretches that may be looked at, the horizon's last."""
        days = sorted({*self.looks, self.days})
        return tuple(self.start + timedelta(days=day) for day in days)


class Plans:
    """The plans beside the files of a run, each read once."""

    def __init__(self) -> None:
        self._files: dict[str, str | None] = {}
        self._read: dict[str, Plan | None] = {}

    def beside(self, path: str) -> Plan | None:
        """Return the plan that a file is analysed by; None where there is none that can be read."""
        file = self.file(path)
        if file is None:
            return None
        if file not in self._read:
            self._read[file] = _read(file)
        return self._read[file]

    def file(self, path: str) -> str | None:
        """Return the nearest `plan.yaml` at or above a file, up to the root of its repository."""
        folder = os.path.dirname(os.path.abspath(path))
        passed: list[str] = []
        found: str | None = None
        while folder not in self._files:
            passed.append(folder)
            if os.path.isfile(f"{folder}/{NAME}"):
                found = f"{folder}/{NAME}"
                break
            above = os.path.dirname(folder)
            if above == folder or os.path.exists(f"{folder}/.git"):
                break
            folder = above
        else:
            found = self._files[folder]
        self._files.update(dict.fromkeys(passed, found))
        return found


def _read(file: str) -> Plan | None:
    try:
        with open(file, encoding="utf-8-sig") as opened:
            return parsed(opened.read(), file)
    except (OSError, ValueError, GroundrulesError):
        return None


def parsed(text: str, path: str) -> Plan | None:
    """Return YAML text as a plan; None where it is none."""
    from groundrules import documents  # PyYAML is loaded where a plan is there, and nowhere else

    try:
        return of(documents.parse(text, path, dict[str, Any]), path)
    except GroundrulesError:
        return None


def of(given: Mapping[str, Any], path: str) -> Plan | None:
    """Return plain data as a plan; None where it is none."""
    try:
        exposure, stopping = given.get("exposure") or {}, given.get("stopping") or {}
        decision = given.get("decision") or {}
        days = given["days"] if given.get("days") else 7 * given["weeks"]
        return Plan(
            path=path,
            variants=tuple(map(str, given.get("variants") or ())),
            primary=_names(given["primary"]),
            secondary=_names(given.get("secondary")),
            guardrails=_names(given.get("guardrails")),
            start=date.fromisoformat(str(given["start"])),
            days=int(days),
            looks=tuple(map(int, stopping.get("looks") or ())),
            unit=str(given.get("unit", "")),
            variant=str(exposure.get("variant", "variant")),
            exposed=str(exposure.get("time", "exposed_at")),
            alpha=float(given.get("alpha", 0.05)),
            sides=str(given.get("sides", "two")),
            ship_when=str(decision.get("ship_when", "all-primary-better")),
            segments=tuple(map(str, given.get("segments") or ())),
            exclusions=tuple(str(one["where"]) for one in given.get("exclusions") or ()),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def _names(given: Any) -> tuple[str, ...]:
    return tuple(str(one["metric"]) for one in given or ())

"""Who uses a metric: plans that name it, metrics that it replaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundrules import documents, walk
from groundrules.config import Config
from groundrules.errors import GroundrulesError
from groundrules.metrics.catalogue import Catalogue

_ROLES = ("primary", "secondary", "guardrails")
_PLANS = ("plan.yaml", "plan.yml")


@dataclass(frozen=True, slots=True)
class Uses:
    """What names a metric."""

    plans: tuple[tuple[str, str], ...]
    """A plan's path and the metric's role in it, sorted."""
    replaces: tuple[str, ...]
    """Metrics whose successor it is, sorted."""


def plans(folder: Path, config: Config) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return metric → the plans in a folder that name it, with its role; what is no plan is passed over."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in walk.files([folder], config.exclude, config.root, _PLANS):
        try:
            plan = documents.read(Path(path), dict[str, Any])
        except GroundrulesError:
            continue
        for role in _ROLES:
            for name in _named(plan.get(role)):
                found.setdefault(name, []).append((path, role))
    return {name: tuple(sorted(set(where))) for name, where in found.items()}


def _named(part: object) -> list[str]:
    entries: Sequence[object] = part if isinstance(part, list) else []
    return [str(one["metric"]) for one in entries if isinstance(one, dict) and "metric" in one]


def uses(catalogue: Catalogue, name: str, known: Mapping[str, tuple[tuple[str, str], ...]]) -> Uses:
    """Return what names a metric, by the plans that are known."""
    replaces = (one.name for one in catalogue.metrics.values() if one.replaced_by == name)
    return Uses(known.get(name, ()), tuple(sorted(replaces)))

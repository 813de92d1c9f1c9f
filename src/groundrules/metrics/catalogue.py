"""The catalogue: metrics and source tables, read from their folders.

A folder holds `NAME.yaml` for each metric, however deep, and `sources/NAME.yaml` for each source table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from groundrules import content, documents
from groundrules.config import Config, nearest
from groundrules.errors import ContentError, UsageError
from groundrules.metrics.form import Metric, Source

SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Metrics and sources by name, sorted, and the file of each."""

    metrics: Mapping[str, Metric]
    sources: Mapping[str, Source] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    """Metric → its file."""

    def metric(self, name: str) -> Metric:
        """Return a metric; raises UsageError for one that is not in the catalogue."""
        if name not in self.metrics:
            raise UsageError(f"no metric is called `{name}`{nearest(name, self.metrics)}")
        return self.metrics[name]


def folders(config: Config) -> tuple[Path, ...]:
    """Return the folders of `metrics` in the configuration, or ours where it names none."""
    return config.metrics or (content.room("standards") / "metrics",)


def load(config: Config) -> Catalogue:
    """Return the catalogue that a configuration names; raises ContentError for the first broken file."""
    return read(folders(config))


def read(places: tuple[Path, ...]) -> Catalogue:
    """Return the catalogue of some folders."""
    metrics: dict[str, Metric] = {}
    sources: dict[str, Source] = {}
    files: dict[str, Path] = {}
    for place in places:
        for path in sorted(place.rglob("*.yaml")):
            if path.parent.name == SOURCES:
                source = documents.read(path, Source)
                check_name(source.name, path, sources.get(source.name))
                sources[source.name] = source
            else:
                metric = documents.read(path, Metric)
                check_name(metric.name, path, metrics.get(metric.name))
                metrics[metric.name], files[metric.name] = metric, path
    return Catalogue(dict(sorted(metrics.items())), dict(sorted(sources.items())), files)


def check_name(name: str, path: Path, other: object | None) -> None:
    """Raise ContentError where a file is not called as what it defines, or `other` has the name already."""
    if path.stem != name:
        raise ContentError(f"{path}: the file of `{name}` must be called {name}.yaml")
    if other is not None:
        raise ContentError(f"{path}: `{name}` is defined in another folder too")

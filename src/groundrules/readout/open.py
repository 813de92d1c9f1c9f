"""A readout from files: the plan, its catalogue, its data, its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from groundrules import config, documents
from groundrules.metrics import catalogue
from groundrules.metrics.units import DAY
from groundrules.plans.check import check_file, rules_of
from groundrules.plans.form import Plan
from groundrules.plans.history import History, history
from groundrules.readout.guards.form import Guarded
from groundrules.readout.guards.plan import sound, unchanged
from groundrules.readout.origin import origin
from groundrules.readout.result import Readout
from groundrules.readout.run import readout
from groundrules.readout.study import Study, at, study
from groundrules.tables.address import Address, SparkAddress
from groundrules.tables.named import named, open_all


def read(plan: Path) -> Study:
    """Return the study of a plan's file, by the catalogue that the configuration beside it names."""
    return study(documents.read(plan, Plan), catalogue.load(config.load(plan)))


def read_out(
    plan: Path,
    data: Sequence[str],
    *,
    spark: bool = False,
    segments: Sequence[str] = (),
    complete_through: date | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Readout:
    """Return the readout of a plan's file on data, given as the command line gives them."""
    asked = read(plan)
    stated = at(complete_through) + DAY if complete_through else None
    addresses = placed(asked, data, spark=spark)
    read_from = origin(plan, addresses)
    with open_all(addresses, spark=spark, tell=tell) as relations:
        found = readout(
            relations,
            asked,
            before=_before(plan, asked),
            segments=segments,
            stated=stated,
            tell=tell,
        )
    return replace(found, origin=read_from)


def placed(
    asked: Study, data: Sequence[str], *, spark: bool
) -> Mapping[str, Address | SparkAddress]:
    """Return where each table is that a study reads."""
    wanted = [asked.plan.exposure.table, *asked.sources]
    return named(data, list(dict.fromkeys(wanted)), spark=spark)


def _before(plan: Path, asked: Study) -> list[Guarded]:
    """Return the guards of the plan itself: what is an error by the rules over plans, and its history."""
    settings = config.load(plan)
    known = catalogue.load(settings).metrics
    findings, _ = check_file(str(plan), rules_of(settings), known, settings, lambda *_: History())
    broken = [one for one in findings if one.severity == "error"]
    return [sound(broken), unchanged(history(plan, asked.plan.start))]

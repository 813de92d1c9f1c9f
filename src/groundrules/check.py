"""A whole check: which files, what is known of them from last time, and who reads the rest."""

from __future__ import annotations

import gc
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules import cache as caching
from groundrules import catalogue, glance, walk, workers
from groundrules import config as configuration
from groundrules.cache import Cache, Known
from groundrules.config import Config
from groundrules.findings import Result, unreadable
from groundrules.rules import PlanRule, Rule

if TYPE_CHECKING:  # a run in which nothing changed loads neither rules nor engine
    from groundrules.lint import Linter

_BETWEEN_COLLECTIONS = 100  # files


def check_paths(
    paths: Sequence[Path],
    *,
    config: Config | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
    filtered: bool = True,
    cached: bool = False,
    jobs: int | None = None,
    anchored: bool = False,
) -> Result:
    """Check files and folders. The configuration is the first path's, unless given.

    `filtered` leaves files unread in which no rule can find anything; `cached` takes
    what is known of unchanged files, and keeps what is found; `jobs` is the number of
    processes (by the number of files, unless given). Findings that the configuration's
    baseline knows are `tolerated`; `anchored` ones say what they stand in without one, too.
    """
    config = config or configuration.load(paths[0] if paths else Path())
    chosen, left_out = tuple(select), tuple(ignore)
    anchored = anchored or config.baseline is not None
    names = walk.files(paths, config.exclude, config.root)
    known: dict[str, Known] = {}
    # A few named files are sooner read than what is known of thousands.
    many = len(names) > glance.MOST or any(path.is_dir() for path in paths)
    cache = _cache(config, chosen, left_out, anchored) if cached and many else None
    around = _surroundings(names)
    stamps = {name: cache.stamp(name, around.get(name, "")) for name in names} if cache else {}
    if cache:
        found = ((name, cache.get(name, stamps[name])) for name in names)
        known = {name: entry for name, entry in found if entry is not None}
    todo = [name for name in names if name not in known]
    whole = cached and not (chosen or left_out)
    if not todo and cache and cache.about is not None:
        return _result(names, known, cache.about, config)
    rules = _of_code(catalogue.select(catalogue.load(config), config, chosen, left_out))
    about = {rule.code: catalogue.describe(rule) for rule in rules}
    from groundrules import glance_table
    from groundrules.lint import Linter

    with _settled():
        asked = catalogue.asked(rules, config, chosen)
        linter = Linter(config, rules, filtered=filtered, asked=asked, anchored=anchored)

        read = count(1)

        def one(name: str) -> tuple[str, Known]:
            known = _read_and_check(linter, name)
            if next(read) % _BETWEEN_COLLECTIONS == 0:
                gc.collect()
            return name, known

        jobs = workers.default_jobs(len(todo)) if jobs is None else jobs
        for done, (name, entry) in enumerate(workers.run(one, todo, jobs), start=1):
            known[name] = entry
            if cache:
                cache.put(name, stamps[name], entry)
            if progress:
                progress(done, len(todo))
    if cache:
        cache.about = about
        cache.save()
    if whole and configuration.find(Path()) == config.file:
        glance_table.write(Path.cwd(), config, linter.rules, linter.vocabulary)
    return _result(names, known, about, config)


def check_text(
    data: bytes,
    name: str = "stdin.py",
    *,
    config: Config | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Result:
    """Check a text that is in no file; `name` says how to read it and which rules hold."""
    config = config or configuration.load(Path(name).parent)
    from groundrules.lint import Linter

    chosen = tuple(select)
    rules = _of_code(catalogue.select(catalogue.load(config), config, chosen, tuple(ignore)))
    asked = catalogue.asked(rules, config, chosen)
    anchored = config.baseline is not None
    with _settled():
        found, noted = Linter(config, rules, asked=asked, anchored=anchored).check(name, data)
    about = {rule.code: catalogue.describe(rule) for rule in rules}
    return _result([name], {name: Known(tuple(found), tuple(noted))}, about, config)


def _of_code(rules: Iterable[Rule]) -> list[Rule]:
    """Leave out the rules over plans: `plan check` runs those."""
    return [rule for rule in rules if not isinstance(rule, PlanRule)]


def _surroundings(names: Sequence[str]) -> dict[str, str]:
    """Return what else findings depend on: the plan beside a file, and what a dbt project says of its models."""
    from groundrules.facts.plan import Plans

    plans = Plans()
    states: dict[str, str] = {}
    found = {}
    for name in names:
        if not name.endswith(".sql") and (plan := plans.file(name)):
            if plan not in states:
                states[plan] = _state(plan)
            found[name] = states[plan]
    return {**found, **_projects(names)}


def _state(file: str) -> str:
    try:
        with open(file, "rb") as opened:
            return hashlib.file_digest(opened, "blake2b").hexdigest()[:32]
    except OSError:
        return ""


def _projects(names: Sequence[str]) -> dict[str, str]:
    """Return, for the models of dbt projects, the state of what the project says of them."""
    if not any(name.endswith(".sql") for name in names):
        return {}
    from groundrules.facts.sql import dbt

    dbt.forget()  # another check in this process may have seen an earlier state
    found = {}
    for name in names:
        if name.endswith(".sql") and (project := dbt.root(Path(name).absolute().parent)):
            found[name] = dbt.state(project)
    return found


def _read_and_check(linter: Linter, name: str) -> Known:
    try:
        with open(name, "rb") as opened:
            data = opened.read()
    except OSError as error:
        return Known((), (unreadable(name, error),))
    found, noted = linter.check(name, data)
    return Known(tuple(found), tuple(noted))


def _result(
    names: Sequence[str],
    known: Mapping[str, Known],
    about: Mapping[str, Mapping[str, Any]],
    config: Config,
) -> Result:
    findings = sorted(finding for entry in known.values() for finding in entry.findings)
    notes = sorted(note for entry in known.values() for note in entry.notes)
    result = Result(tuple(findings), tuple(notes), len(names), about)
    if config.baseline is None:
        return result
    from groundrules import baseline

    return baseline.tolerate(result, config.baseline, config.root)


def _cache(
    config: Config, select: tuple[str, ...], ignore: tuple[str, ...], anchored: bool
) -> Cache:
    state = (catalogue.state(config), config, select, ignore, anchored)
    root = config.root if config.file else Path.cwd()
    return caching.load(root, state, by_content=bool(os.environ.get("CI")))


@contextmanager
def _settled() -> Iterator[None]:
    """Deep but honest expressions are walked, and garbage is searched for now and then.

    Trees are large and live as long as their file is looked at: to search them for garbage
    while they grow costs more than to grow them.
    """
    depth, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(depth, 5000))
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()
        sys.setrecursionlimit(depth)

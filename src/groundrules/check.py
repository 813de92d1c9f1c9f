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
) -> Result:
    """Check files and folders. The configuration is the first path's, unless given.

    `filtered` leaves files unread in which no rule can find anything; `cached` takes
    what is known of unchanged files, and keeps what is found; `jobs` is the number of
    processes (by the number of files, unless given).
    """
    config = config or configuration.load(paths[0] if paths else Path())
    chosen, left_out = tuple(select), tuple(ignore)
    names = walk.files(paths, config.exclude, config.root)
    known: dict[str, Known] = {}
    # A few named files are sooner read than what is known of thousands.
    many = len(names) > glance.MOST or any(path.is_dir() for path in paths)
    cache = _cache(config, chosen, left_out) if cached and many else None
    around = _surroundings(names)
    stamps = {name: cache.stamp(name, around.get(name, "")) for name in names} if cache else {}
    if cache:
        found = ((name, cache.get(name, stamps[name])) for name in names)
        known = {name: entry for name, entry in found if entry is not None}
    todo = [name for name in names if name not in known]
    whole = cached and not (chosen or left_out)
    if not todo and cache and cache.about is not None:
        return _result(names, known, cache.about)
    rules = catalogue.select(catalogue.load(config), config, chosen, left_out)
    about = {rule.code: catalogue.describe(rule) for rule in rules}
    from groundrules import glance_table
    from groundrules.lint import Linter

    with _settled():
        asked = catalogue.asked(rules, config, chosen)
        linter = Linter(config, rules, filtered=filtered, asked=asked)

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
    return _result(names, known, about)


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
    rules = catalogue.select(catalogue.load(config), config, chosen, tuple(ignore))
    asked = catalogue.asked(rules, config, chosen)
    with _settled():
        found, noted = Linter(config, rules, asked=asked).check(name, data)
    about = {rule.code: catalogue.describe(rule) for rule in rules}
    return _result([name], {name: Known(tuple(found), tuple(noted))}, about)


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
    names: Sequence[str], known: Mapping[str, Known], about: Mapping[str, Mapping[str, Any]]
) -> Result:
    findings = sorted(finding for entry in known.values() for finding in entry.findings)
    notes = sorted(note for entry in known.values() for note in entry.notes)
    return Result(tuple(findings), tuple(notes), len(names), about)


def _cache(config: Config, select: tuple[str, ...], ignore: tuple[str, ...]) -> Cache:
    state = (catalogue.state(config), config, select, ignore)
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

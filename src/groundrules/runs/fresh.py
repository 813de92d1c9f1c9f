"""Whether a step must run: what it is and reads now, beside what it was and read when it was last done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from groundrules.errors import UsageError
from groundrules.runs import files, imports
from groundrules.runs.digest import Digests, Found
from groundrules.runs.filled import Pattern
from groundrules.runs.state import Record, State
from groundrules.runs.steps import Job, Source


@dataclass(frozen=True, slots=True)
class Now:
    """A step as it is at this moment."""

    definition: dict[str, str]
    reads: tuple[Found, ...]
    missing: tuple[str, ...]
    """Names under which there is nothing to read."""


def now(job: Job, digests: Digests, contracts: Mapping[str, object], version: str) -> Now:
    """Return what a step is and reads.

    contracts: of a validation, the entries of the configuration that it goes by.
    """
    paths = set(imports.code(job)) | _contract_files(contracts)
    for read in job.reads:
        paths.update(_found(job, read) or ())
    reads = [digests.of(path) for path in sorted(paths)]
    return Now(
        _definition(job, contracts, version),
        tuple(one for one in reads if one is not None),
        tuple(read.path for read in missing(job, contracts)),
    )


def missing(job: Job, contracts: Mapping[str, object]) -> list[Pattern]:
    """Return what a step is to read and that is not there."""
    return [
        read
        for read in job.reads
        if _found(job, read) is None
        and not (job.kind == "validate" and elsewhere(read.path, contracts))
    ]


def _found(job: Job, read: Pattern) -> list[str] | None:
    return files.found(_of_table(read) if job.kind == "validate" else read)


def _definition(job: Job, contracts: Mapping[str, object], version: str) -> dict[str, str]:
    parts: dict[str, object] = {job.kind: job.words, "writes": job.writes}
    if job.kind == "notebook":
        parts |= {"parameters": dict(job.values), **job.renderings}
    if job.kind == "validate":
        parts |= {"contracts": contracts}
    if job.kind != "command":
        parts |= {"groundrules": version}  # it judges and renders by itself
    return {key: json.dumps(value, sort_keys=True) for key, value in parts.items()}


def _contract_files(contracts: Mapping[str, object]) -> set[str]:
    """Return the code of contracts, and what it imports."""
    found: set[str] = set()
    for entry in contracts.values():
        named = entry.get("contract") if isinstance(entry, dict) else entry
        file = Path(str(named).rpartition(":")[0])
        if file.is_file():
            found |= imports.python(file)
    return found


def _of_table(read: Pattern) -> Pattern:
    """Return the file that data are in: of a table of a DuckDB file that file."""
    from groundrules.tables.address import DuckTable, parse

    try:
        place = parse(read.path)
    except UsageError:
        return read
    return Pattern(place.file.as_posix(), None) if isinstance(place, DuckTable) else read


def elsewhere(data: str, contracts: Mapping[str, object]) -> bool:
    """Whether data to validate are in no file of this machine."""
    entry = contracts.get(data)
    by_spark = isinstance(entry, dict) and entry.get("engine") == "spark"
    return ":/" in data or data.startswith("spark:") or (by_spark and not Path(data).exists())


def why(job: Job, now: Now, state: State, digests: Digests) -> str | None:
    """Return why a step must run, None where it is fresh."""
    record = state.records.get(job.name)
    if record is None:
        return "it has not run with these parameters"
    if not record.done:
        return f"it was begun at {record.begun} and not finished"
    if record.always:
        return record.always
    for key in {**record.definition, **now.definition}:
        if record.definition.get(key) != now.definition.get(key):
            return f"its {key} changed"
    return _changed(record.reads, now.reads) or _unwritten(record.writes, digests)


def _changed(before: Iterable[Found], after: Iterable[Found]) -> str | None:
    old = {one.path: one.sha256 for one in before}
    new = {one.path: one.sha256 for one in after}
    changed = [path for path in sorted(old.keys() & new.keys()) if old[path] != new[path]]
    for what, paths in (
        ("changed", changed),
        ("is new", sorted(new.keys() - old.keys())),
        ("is gone", sorted(old.keys() - new.keys())),
    ):
        if paths:
            more = f", and {len(paths) - 1} more" if len(paths) > 1 else ""
            return f"{paths[0]} {what}{more}"
    return None


def _unwritten(writes: Iterable[Found], digests: Digests) -> str | None:
    for one in writes:
        there = digests.of(one.path)
        if there is None:
            return f"{one.path}, which it wrote, is gone"
        if there.sha256 != one.sha256:
            return f"{one.path} is not as it wrote it"
    return None


def borrowed(job: Job, now: Now, others: Iterable[State], digests: Digests) -> Record | None:
    """Return the record of the same step in a run with other parameters that it does not depend on."""
    for state in others:
        if job.name in state.records and why(job, now, state, digests) is None:
            return state.records[job.name]
    return None


def refuse_missing(source: Source, job: Job, missing: Iterable[str]) -> None:
    """Raise UsageError for names under which there is nothing to read."""
    for name in missing:
        raise UsageError(
            f"{source.file}:{job.line}: step `{job.name}` reads {name!r}, and there is no such file; make it, or "
            "name the step that writes it before this one"
        )

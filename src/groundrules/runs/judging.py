"""Data held to the contracts that `[tool.groundrules.contracts]` gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from groundrules import config
from groundrules.errors import ConfigError, GroundrulesError, MissingExtraError
from groundrules.runs import files
from groundrules.runs.state import Verdict
from groundrules.runs.steps import Job


def entries(job: Job, settings: config.Config) -> dict[str, object]:
    """Return the entries of the configuration that the data of a validation go by; none of another step.

    Raises ConfigError where data have no contract.
    """
    found: dict[str, object] = {}
    for data in job.words if job.kind == "validate" else ():
        own = {key: entry for key, entry in settings.contracts.items() if _holds(key, data)}
        if not own:
            raise ConfigError(
                f"step `{job.name}`: {settings.file or 'there is no configuration that'} names no contract for "
                f'{data}; write in pyproject.toml, under [tool.groundrules.contracts]: "{data}" = '
                '"contracts/FILE.py:NAME"'
            )
        found |= own
    return found


def _holds(key: str, data: str) -> bool:
    """Whether an entry's table or pattern is, or may find, what is named."""
    return key.rstrip("/") == data or (bool(re.search(r"[*?\[]", key)) and fnmatchcase(data, key))


def judge(
    job: Job, settings: config.Config, contracts: Mapping[str, object], tell: Callable[[str], None]
) -> tuple[tuple[Verdict, ...], str | None]:
    """Return the verdicts on all data, and why they do not hold for longer, where they do not.

    One that cannot be judged keeps no other from it. Raises ConfigError and MissingExtraError.
    """
    from groundrules.contracts import load_schema, validate
    from groundrules.contracts.configured import asked

    only = replace(settings, contracts=dict(contracts))
    load = cache(load_schema)
    verdicts, always = [], None
    for data in _tables(job):
        (one,) = asked([data], None, None, only)
        try:
            schema = load(one.contract)
            result = validate(data, schema, engine=one.engine)
        except MissingExtraError:
            raise
        except GroundrulesError as error:
            said = f"could not be judged: {error}"
            verdicts.append(Verdict(data=data, contract=one.contract, passed=False, failed=(said,)))
            tell(f"{data}: {said}")
            continue
        always = always or _looks_beyond(schema)
        verdicts.append(_verdict(data, one.contract, result))
        tell(said_of(verdicts[-1]))
    return tuple(verdicts), always


def _tables(job: Job) -> Iterator[str]:
    """Yield the data of a validation: a pattern stands for each file that it finds."""
    for word, read in zip(job.words, job.reads, strict=False):
        if read.glob and not Path(read.path).exists():
            yield from files.found(read) or ()
        else:
            yield word


def _verdict(data: str, contract: str, result: Any) -> Verdict:
    failed = [
        f"{rule.name}{'' if rule.failures is None else f' ({rule.failures:,} rows)'}"
        for rule in result.rules
        if rule.status == "failed" and not rule.advisory
    ]
    skipped = [rule.name for rule in result.rules if rule.status == "skipped"]
    return Verdict(
        data=data,
        contract=contract,
        passed=result.passed,
        rows=result.rows,
        failed=tuple(failed),
        skipped=tuple(skipped),
    )


def said_of(verdict: Verdict) -> str:
    """Return a verdict for a reader, on one line."""
    if verdict.rows is None:
        return f"{verdict.data} {verdict.failed[0]}"
    keeps = "keeps" if verdict.passed else "BREAKS"
    what = f": {'; '.join(verdict.failed)}" if verdict.failed else ""
    skipped = f"; not evaluated: {', '.join(verdict.skipped)}" if verdict.skipped else ""
    return f"{verdict.data} {keeps} {verdict.contract} ({verdict.rows:,} rows){what}{skipped}"


def _looks_beyond(schema: Any) -> str | None:
    """Return why the same data may be judged otherwise another day: a rule asks the time, or another table."""
    from groundrules.contracts.checks.distribution import Drift
    from groundrules.contracts.checks.foreign import References
    from groundrules.contracts.checks.newest import Fresh
    from groundrules.contracts.checks.rule import rule_of
    from groundrules.contracts.checks.size import Volume

    columns = [check for column in schema.columns.values() for check in column.checks]
    for rule in map(rule_of, [*schema.checks, *columns]):
        if isinstance(rule, Fresh | References | Volume | Drift):
            return f"its contract asks for more than the data: {rule.label}"
    return None

"""The contracts that a report's data have by the configuration of the project, judged as the data stand now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from groundrules import config
from groundrules.contracts.configured import Asked, asked
from groundrules.errors import GroundrulesError
from groundrules.render.verdicts import Verdict


def judge(folder: Path, data: Sequence[str]) -> list[Verdict]:
    """Return a verdict on each of `data`, paths from `folder`, for which the configuration names a contract.

    What cannot be read or judged has a verdict too, which says why. Nothing is raised.
    """
    try:
        settings = config.load(folder)
        known = asked([], None, None, settings) if data and settings.contracts else []
    except GroundrulesError as error:
        return [Verdict(one, "its contract", unread=str(error)) for one in data]
    found = []
    for name in data:
        place = (folder / name).resolve()
        # A folder of the notebook's may hold several tables of the configuration.
        found += [
            _verdict(_name(name, place, one), one)
            for one in known
            if Path(one.data).resolve().is_relative_to(place)
            or place.is_relative_to(Path(one.data).resolve())
        ]
    return found


def _name(name: str, place: Path, one: Asked) -> str:
    inside = Path(one.data).resolve()
    if inside == place or not inside.is_relative_to(place):
        return name
    return f"{name.rstrip('/')}/{inside.relative_to(place).as_posix()}"


def _verdict(name: str, one: Asked) -> Verdict:
    from groundrules.contracts import load_schema, validate

    contract = Path(one.contract).name
    try:
        result = validate(one.data, load_schema(one.contract), engine=one.engine)
    except GroundrulesError as error:
        return Verdict(name, contract, unread=str(error))
    broken = [rule for rule in result.rules if rule.status == "failed" and not rule.advisory]
    return Verdict(
        name,
        contract,
        rules=len(result.rules),
        rows=result.rows,
        failed=tuple((rule.name, rule.failures) for rule in broken),
        skipped=result.count("skipped"),
    )

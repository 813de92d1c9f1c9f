"""The box of a report whose decision is the project's own: criteria that were agreed, what was found, what is done.

The project's code writes the file (its form: standards/schema/answer.json), and the notebook's metadata
`groundrules.answer` names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from groundrules.errors import ContentError, UsageError
from groundrules.metrics.displays import of_unit
from groundrules.metrics.show import digits_of, level, number
from groundrules.render.box import Effect, Summary, after, capital, minus
from groundrules.tables.fingerprint import sha256

_TONES = {True: "good", False: "bad", None: "open"}


class Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that was agreed to decide, and what was found."""

    name: str
    wanted: Annotated[str, Meta(description="what was agreed, like: above 10%")]
    verdict: Annotated[str, Meta(description="in a word or two: better, undecided")]
    holds: Annotated[bool | None, Meta(description="null where it cannot be told")]
    beside: Annotated[str, Meta(description="what it is compared with")] = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Annotated[str, Meta(description="percent (of shares), count, a currency, or any name")] = ""  # fmt: skip
    decimals: Annotated[int, Meta(ge=0, description="at least; by the unit if left out")] | None = (
        None
    )
    said: Annotated[str, Meta(description="what was found, where it is no number")] = ""


class Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was decided, by which criteria, of which files."""

    version: Literal[1]
    word: Annotated[str, Meta(description="the answer in a few words")]
    holds: Annotated[bool | None, Meta(description="whether it is the one hoped for; null: open")]
    action: Annotated[str, Meta(description="what is done")]
    criteria: tuple[Criterion, ...]
    level: Annotated[float, Meta(gt=0, lt=1, description="of the intervals")] | None = None
    files: Annotated[
        Mapping[str, str],
        Meta(description="SHA-256 by path, seen from the notebook, of what it was made of"),
    ] = {}
    warning: Annotated[str | None, Meta(description="what a reader must know first")] = None


def answered(file: str, folder: Path) -> Summary:
    """Return the box that an answer's JSON fills, named as seen from the notebook's folder.

    Raises UsageError where it is not there, ContentError where it is of another form.
    """
    told = _read(folder / file)
    intervals = f", with {level(told.level)} intervals" if told.level else ""
    return Summary(
        tone=_TONES[told.holds],
        word=told.word,
        action=told.action,
        primary=tuple(_row(one) for one in told.criteria),
        caption=f"What was agreed to decide, and what was found{intervals}",
        columns=("Criterion", "Found", "Verdict"),
        stale=tuple(_stale(told.files, folder)),
        warning=told.warning,
        kind="Answer",
        file=file,
    )


def _read(path: Path) -> Answer:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Answer)
    except OSError as error:
        raise UsageError(f"{path}: no such answer: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: not as standards/schema/answer.json says: {error}") from error


def _row(one: Criterion) -> Effect:
    return Effect(
        metric=capital(one.name),
        variant=one.beside,
        found=minus(one.said or _found(one)),
        relative=f"agreed: {minus(one.wanted)}",
        verdict=one.verdict,
        tone=_TONES[one.holds],
        note="",
    )


def _found(one: Criterion) -> str:
    if one.value is None:
        return "not known"
    display = of_unit(one.unit)
    if one.decimals is not None:
        display = msgspec.structs.replace(display, decimals=one.decimals)
    unit = after(display)
    if one.low is None or one.high is None:
        return f"{number(display, one.value)}{unit}"
    ends = (one.value, one.low, one.high)
    digits = digits_of(display, *ends)
    value, low, high = (number(display, each, digits) for each in ends)
    each_end = unit if display.percent else ""
    return f"{value}{unit} ({low}{each_end} to {high}{each_end})"


def _stale(files: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Yield which files are not those that the answer is of."""
    for name, known in sorted(files.items()):
        try:
            now = sha256(folder / name)
        except OSError:
            yield f"What the answer is of, {name}, is not here to be compared."
            continue
        if now != known:
            yield f"{name} changed since the answer: make it again before you rely on it."

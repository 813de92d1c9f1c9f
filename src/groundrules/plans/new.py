"""A new plan, drafted from a few answers, with what each part means beside it."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from groundrules import content, documents
from groundrules.config import nearest
from groundrules.documents import FormError
from groundrules.errors import UsageError
from groundrules.metrics.form import Change, Metric
from groundrules.plans.form import Plan

_PLAIN = re.compile(r"[^\W\d_](?:[\w .,;()/+=?€–—-]*[\w.,;)?€])?")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new plan is made of; a text that is missing becomes a TODO, which `plan check` finds."""

    name: str
    primary: Sequence[str]
    start: date
    unit: str | None = None
    """None: that of the first primary metric."""
    weeks: int | None = None
    """None: two weeks to take units in, and the longest window after them."""
    variants: Mapping[str, float] = field(
        default_factory=lambda: {"control": 0.5, "treatment": 0.5}
    )
    secondary: Sequence[str] = ()
    guardrails: Sequence[str] = ()
    hypothesis: str | None = None
    owner: str | None = None
    then: str | None = None
    otherwise: str | None = None
    per_day: float | None = None


def name_of(folder: Path) -> str:
    """Return what a plan in a folder may be called."""
    made = re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip("_")
    return (made if made[:1].isalpha() else f"experiment_{made}".strip("_"))[:63]


def shares(given: str) -> dict[str, float]:
    """Return `control,a,b` (equal shares) or `control=0.5,a=0.5` as variant → share; raises UsageError."""
    parts = [part.strip() for part in given.split(",") if part.strip()]
    pairs = [part.rpartition("=") for part in parts]
    if len(parts) < 2:
        raise UsageError(f"`{given}`: a plan has two variants or more, as in control,treatment")
    if not any(sign for _, sign, _ in pairs):
        each = round(1 / len(parts), 6)
        return {**dict.fromkeys(parts, each), parts[-1]: round(1 - each * (len(parts) - 1), 6)}
    try:
        return {name: float(share) for name, _, share in pairs if name or share}
    except ValueError as error:
        raise UsageError(f"`{given}`: write shares as in control=0.5,treatment=0.5") from error


def known(name: str, metrics: Mapping[str, Metric]) -> Metric:
    """Return a metric of the catalogue; raises UsageError with the nearest name."""
    if name not in metrics:
        near = nearest(name, metrics) if metrics else ": the catalogue is empty"
        raise UsageError(f"no metric is called `{name}`{near}")
    return metrics[name]


def draft(answers: Answers, metrics: Mapping[str, Metric], place: Path) -> str:
    """Return the text of a plan to stand at `place`; raises UsageError where the answers make none."""
    for name in (*answers.primary, *answers.secondary, *answers.guardrails):
        known(name, metrics)
    lines = [
        *_head(place),
        *_what(answers, metrics),
        *_when(answers, metrics),
        *_which(answers, metrics),
    ]
    text = "\n".join([*lines, *_how(answers), ""])
    try:
        documents.parse(text, "the plan", Plan)
    except FormError as error:
        raise UsageError(f"these answers make no plan: {error.said}") from error
    return text


def _head(place: Path) -> list[str]:
    schema = _schema(place)
    return [
        *([f"# yaml-language-server: $schema={schema}"] if schema else []),
        "# The plan of an experiment. Commit it before the first exposure; `groundrules plan check` looks for what is",
        "# missing, `groundrules plan power` for how long it must be, `groundrules readout` analyses by it.",
    ]


def _schema(place: Path) -> str | None:
    """Return the path of the plan's JSON Schema from `place`, where both are in one repository."""
    schema = (content.room("standards") / "schema" / "plan.json").resolve()
    folder = place.resolve().parent
    root = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
    if root is None or not schema.is_relative_to(root) or "site-packages" in schema.parts:
        return None
    return Path(os.path.relpath(schema, folder)).as_posix()


def _what(answers: Answers, metrics: Mapping[str, Metric]) -> list[str]:
    unit = answers.unit or metrics[answers.primary[0]].unit
    variants = ", ".join(f"{_text(name)}: {share:g}" for name, share in answers.variants.items())
    control = next(iter(answers.variants))
    return [
        f"name: {_text(answers.name)}",
        f"hypothesis: {_text(answers.hypothesis or 'TODO what changes for whom, by what, and how it will show')}",
        f"owner: {_text(answers.owner or 'TODO the team that answers for it')}",
        "decision:",
        "  ship_when: all-primary-better  # or any-primary-better, primary-not-worse (needs a margin)",
        f"  then: {_text(answers.then or 'TODO what is done when that holds')}",
        f"  otherwise: {_text(answers.otherwise or 'TODO what is done when it does not')}",
        "",
        f"unit: {_text(unit)}  # what is randomised, as the exposure table's column calls it",
        f"variants: {{{variants}}}  # each one's share of the units",
        *([] if control == "control" else [f"control: {_text(control)}"]),
        "exposure: {table: exposures, variant: variant, time: exposed_at}  # the table, and its columns",
        "",
    ]


def weeks_of(named: Sequence[str], metrics: Mapping[str, Metric]) -> int:
    """Return two weeks to take units in and the weeks of the longest window after them."""
    windows = [window.days for name in named if (window := metrics[name].window)]
    return 2 + math.ceil(max(windows, default=0) / 7)


def _when(answers: Answers, metrics: Mapping[str, Metric]) -> list[str]:
    named = (*answers.primary, *answers.secondary, *answers.guardrails)
    weeks = answers.weeks or weeks_of(named, metrics)
    traffic = (
        f"traffic: {{per_day: {answers.per_day:g}}}"
        if answers.per_day
        else "# traffic: {per_day: 5000}"
    )
    return [
        f"start: {answers.start.isoformat()}  # the day of the first exposure, in UTC",
        f"weeks: {weeks}  # whole weeks, the metrics' windows among them; `days` only with `days_because`",
        "# enrol_days: 7  # units are taken in so long; default: the horizon less the longest window",
        f"{traffic}  # units that are exposed for the first time, a day",
        "",
    ]


def _which(answers: Answers, metrics: Mapping[str, Metric]) -> list[str]:
    lines = ["primary:  # what decides"]
    for name in answers.primary:
        lines += [f"  - metric: {_text(name)}", f"    mde: {_size(metrics[name].mde, 'mde')}"]
    if answers.secondary:
        lines.append("secondary:  # what explains, and decides nothing")
        lines += [f"  - metric: {_text(name)}" for name in answers.secondary]
    if answers.guardrails:
        lines.append("guardrails:  # what must not get worse by more than a margin")
    for name in answers.guardrails:
        lines += [
            f"  - metric: {_text(name)}",
            f"    margin: {_size(metrics[name].margin, 'margin')}",
        ]
    return [*lines, ""]


_COMMENTS = {
    "mde": "the smallest effect that matters",
    "margin": "the largest harm that is accepted",
}


def _size(size: Change | None, what: str) -> str:
    said = f"  # {_COMMENTS[what]}"
    if size is None:
        return "{relative: 0.02}" + said + "; TODO: 2 % is only a guess"
    kind, value = ("relative", size.relative) if size.relative else ("absolute", size.absolute)
    return f"{{{kind}: {value:g}}}{said}, as its definition says"


def _how(answers: Answers) -> list[str]:
    several = len(answers.primary) * (len(answers.variants) - 1) > 1
    return [
        "alpha: 0.05",
        "sides: two",
        "power: 0.8",
        "correction: holm" + ("" if several else "  # of no consequence for one comparison"),
        "stopping: {design: fixed}  # or {design: group-sequential, looks: [7, 14]}, days from the start",
        "# segments: [country]  # columns of the exposure table",
        "# exclusions:",
        "#   - where: is_robot  # SQL over the exposure table; what was known before exposure",
        "#     why: Robots buy nothing.",
    ]


def _text(said: str) -> str:
    """Return a text as YAML, quoted where it could be read as something else."""
    if _PLAIN.fullmatch(said) and said.lower() not in _WORDS:
        return said
    kept = (one.isprintable() and one not in '"\\' for one in said)
    parts = (one if plain else f"\\U{ord(one):08x}" for one, plain in zip(said, kept, strict=True))
    return f'"{"".join(parts)}"'

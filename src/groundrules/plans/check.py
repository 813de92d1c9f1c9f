"""Plans checked: each is read into its form, and the rules over plans look at it beside the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from groundrules import catalogue, documents, suppression, walk
from groundrules import config as configuration
from groundrules.config import Config
from groundrules.documents import FormError
from groundrules.errors import ContentError
from groundrules.files.source import Note, Source, UnreadableError, decode
from groundrules.findings import Finding, Result, stamp, stamp_note, unreadable
from groundrules.metrics import catalogue as metrics
from groundrules.metrics.form import Metric
from groundrules.plans.file import PlanFile
from groundrules.plans.form import Plan
from groundrules.plans.history import History, history
from groundrules.rules import PlanRule

SUFFIXES = ("plan.yaml", "plan.yml")


def check_plans(
    paths: Sequence[Path],
    *,
    config: Config | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Result:
    """Return what the rules find in plans: in files, and in the `plan.yaml` of folders.

    The configuration is the first path's, unless given; the catalogue is the configuration's.
    Raises UsageError for unknown paths, ContentError for a catalogue that cannot be read.
    """
    config = config or configuration.load(paths[0] if paths else Path())
    rules = rules_of(config, select, ignore)
    known = metrics.load(config).metrics
    names = walk.files(paths, config.exclude, config.root, SUFFIXES)
    findings: list[Finding] = []
    notes: list[Finding] = []
    for name in names:
        found, noted = check_file(name, rules, known, config, history)
        findings += found
        notes += noted
    about = {rule.code: catalogue.describe(rule) for rule in rules}
    return Result(tuple(sorted(findings)), tuple(sorted(notes)), len(names), about)


def rules_of(
    config: Config, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> list[PlanRule]:
    """Return the rules over plans that run under a configuration."""
    chosen = catalogue.select(catalogue.load(config), config, tuple(select), tuple(ignore))
    return [rule for rule in chosen if isinstance(rule, PlanRule)]


def check_file(
    name: str,
    rules: Sequence[PlanRule],
    known: Mapping[str, Metric],
    config: Config,
    ask_history: Callable[[Path, date], History],
) -> tuple[list[Finding], list[Finding]]:
    """Return findings and notes of one plan; `ask_history` is asked for its edits since a first exposure."""
    try:
        text = decode(Path(name).read_bytes())
    except OSError as error:
        return [], [unreadable(name, error)]
    except UnreadableError as error:
        return [], [stamp_note(None, name, error.note)]
    source = Source(path=name, text=text)
    try:
        form = documents.parse(text, name, Plan)
    except FormError as error:
        note = Note("E007", "plan-form", f"Not a plan: {error.said}.", error.line)
        return [], [stamp_note(source, name, note)]
    plan = PlanFile(
        form, text, known, config.settings, partial(ask_history, Path(name), form.start)
    )
    skipped = suppression.configured(name, config)
    kept = [one for one in check_plan(plan, source, rules) if not one.code.startswith(skipped)]
    return suppression.apply(source, kept, rules, config.require_reason), []


def check_plan(plan: PlanFile, source: Source, rules: Iterable[PlanRule]) -> list[Finding]:
    """Return what some rules find in one plan, sorted; raises ContentError where a rule fails."""
    found: set[Finding] = set()
    for rule in rules:
        try:
            hits = [(hit, hit.at.span) for hit in rule.check(plan)]
        except Exception as error:
            raise ContentError(
                f"{catalogue.rule_path(rule)}: rule {rule.code} raised "
                f"{type(error).__name__} on {source.path}: {error}"
            ) from error
        for hit, span in hits:
            severity = (hit.severity or rule.severity).value
            found.add(stamp(source, span, rule.code, rule.name, severity, hit.message))
    return sorted(found)

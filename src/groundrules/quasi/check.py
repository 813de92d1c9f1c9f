"""Plans of quasi-experiments checked without data: their form, what cannot be, a draw that is not theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from groundrules import documents, walk
from groundrules.config import Config
from groundrules.documents import FormError
from groundrules.files.source import Note, Source, UnreadableError, decode
from groundrules.findings import Finding, Result, stamp_note, unreadable
from groundrules.quasi import form, geo_guards
from groundrules.quasi.form import Plan

SUFFIXES = ("quasi.yaml", "quasi.yml")


def check_plans(paths: Sequence[Path], config: Config) -> Result:
    """Return what is wrong with plans: with files, and with the `quasi.yaml` of folders.

    Raises UsageError for unknown paths.
    """
    names = walk.files(paths, config.exclude, config.root, SUFFIXES)
    notes = tuple(note for name in names for note in check_file(name))
    return Result((), tuple(sorted(notes)), len(names), {})


def check_file(name: str) -> Iterator[Finding]:
    """Yield what is wrong with one plan."""
    try:
        text = decode(Path(name).read_bytes())
    except OSError as error:
        yield unreadable(name, error)
        return
    except UnreadableError as error:
        yield stamp_note(None, name, error.note)
        return
    source = Source(path=name, text=text)
    for told in _wrong(text, name):
        note = Note("E007", "plan-form", f"Not a plan: {told.said}.", told.line)
        yield stamp_note(source, name, note)


def _wrong(text: str, name: str) -> Iterator[FormError]:
    try:
        plan = documents.parse(text, name, Plan)
    except FormError as error:
        yield error
        return
    found = list(form.contradictions(plan, text, name))
    yield from found or _another_draw(plan, text, name)


def _another_draw(plan: Plan, text: str, name: str) -> Iterator[FormError]:
    """Yield where a draw is not that of its own seed or fingerprint, or could decide nothing."""
    if plan.assignment is None:
        return
    drawn = [unit for block in plan.assignment.blocks for unit in block]
    line = documents.place(documents.tree(text), ("assignment",)).line
    for refusal in (*geo_guards.draw(plan, drawn), *geo_guards.enough(plan)):
        yield FormError(name, line, f"{refusal.name}: {refusal.what}; {refusal.mend}")

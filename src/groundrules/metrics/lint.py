"""The catalogue linted: each file is read into its form, then the rules look at it beside the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundrules import catalogue, documents, suppression, walk
from groundrules.config import Config, nearest
from groundrules.documents import FormError
from groundrules.errors import ContentError, UsageError
from groundrules.files.source import Note, Source, UnreadableError, decode
from groundrules.findings import Finding, Result, stamp, stamp_note, unreadable
from groundrules.metrics import form, revision
from groundrules.metrics.catalogue import SOURCES, Catalogue, check_name
from groundrules.metrics.lint_catalogue import RULES
from groundrules.metrics.lint_rule import Context, MetricRule
from groundrules.rules import Severity


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read."""

    path: Path
    source: Source
    content: form.Metric | form.Source


def lint(
    folders: Sequence[Path],
    *,
    config: Config,
    base: str | None = None,
    spark: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    tell: Callable[[str], None],
) -> Result:
    """Return what the rules find in the metrics and sources of some folders.

    base: the revision whose versions are compared; None takes HEAD, and outside of git leaves the comparison out.
    Raises UsageError for an unknown folder, code or revision.
    """
    rules = _selected(config, tuple(select), tuple(ignore))
    files, notes = _read(folders, config)
    known = Catalogue(
        metrics={
            one.content.name: one.content for one in files if isinstance(one.content, form.Metric)
        },
        sources={
            one.content.name: one.content for one in files if isinstance(one.content, form.Source)
        },
    )
    paths = [one.path for one in files]
    compared, more = _base(paths, base)
    context = Context(known, compared, spark, tell)
    findings = [found for file in files for found in _findings(file, rules, context, config)]
    about = {rule.code: catalogue.describe(rule) for rule in rules}
    return Result(
        tuple(sorted(findings)), tuple(sorted([*notes, *more])), len(files) + len(notes), about
    )


def _selected(
    config: Config, chosen: tuple[str, ...], ignored: tuple[str, ...]
) -> list[MetricRule]:
    codes = [rule.code for rule in RULES]
    for code in (*chosen, *ignored):
        if code != "ALL" and not any(one.startswith(code) for one in codes):
            raise UsageError(f"no rule about metrics is called `{code}`{nearest(code, codes)}")
    # A configuration selects among all rules: of those it names, the ones about metrics count here.
    wanted = chosen or tuple(code for code in config.select if _matches(code, codes))
    named = (*wanted, *config.extend_select)
    unwanted = (*ignored, *config.ignore)
    return [
        rule
        for rule in RULES
        if (_any(rule.code, named) or (not wanted and rule.severity is not Severity.INFO))
        and not _any(rule.code, unwanted)
    ]


def _matches(prefix: str, codes: Iterable[str]) -> bool:
    return any(_any(code, [prefix]) for code in codes)


def _any(code: str, prefixes: Iterable[str]) -> bool:
    return any(prefix == "ALL" or code.startswith(prefix) for prefix in prefixes)


def _read(folders: Sequence[Path], config: Config) -> tuple[list[_File], list[Finding]]:
    """Return the files that could be read, sorted, and a note for each that could not."""
    files: list[_File] = []
    notes: list[Finding] = []
    seen: dict[tuple[type, str], Path] = {}
    for name in walk.files(folders, config.exclude, config.root, (".yaml",)):
        path = Path(name)
        kind: type[form.Metric | form.Source] = (
            form.Source if path.parent.name == SOURCES else form.Metric
        )
        try:
            source = Source(path=name, text=decode(path.read_bytes()))
            content = documents.parse(source.text, name, kind)
            check_name(content.name, path, seen.get((kind, content.name)))
        except OSError as error:
            notes.append(unreadable(name, error))
        except UnreadableError as error:
            notes.append(stamp_note(None, name, error.note))
        except FormError as error:
            notes.append(_broken(source, error.said, error.line))
        except ContentError as error:
            notes.append(_broken(source, str(error).removeprefix(f"{name}: "), 1))
        else:
            seen[kind, content.name] = path
            files.append(_File(path, source, content))
    return files, notes


def _broken(source: Source, said: str, line: int) -> Finding:
    said = said if said.endswith(("?", ".")) else f"{said}."
    note = Note("E008", "metric-form", f"Not a metric or source: {said}", line)
    return stamp_note(source, source.path, note)


def _base(paths: Sequence[Path], base: str | None) -> tuple[dict[str, form.Metric], list[Finding]]:
    """Return the metrics as they were, and a note where nobody can know."""
    if base is not None or not paths:
        return revision.metrics_at(paths, base or "HEAD"), []
    loose = next((path for path in paths if not revision.in_git(path.resolve().parent)), None)
    if loose is None:
        return revision.metrics_at(paths, "HEAD"), []
    said = "Versions are compared with nothing: the file is in no git repository with a commit."
    note = Note("E009", "no-base", said, fatal=False)
    return {}, [stamp_note(None, str(loose), note)]


def _findings(
    file: _File, rules: Sequence[MetricRule], context: Context, config: Config
) -> list[Finding]:
    skipped = _skipped(file.source.path, config)
    found = {one for one in _found(file, rules, context) if not one.code.startswith(skipped)}
    return suppression.apply(file.source, found, rules, config.require_reason)


def _found(file: _File, rules: Sequence[MetricRule], context: Context) -> Iterator[Finding]:
    tree = documents.tree(file.source.text)
    for rule in rules:
        hits = (
            rule.check(file.content, context)
            if isinstance(file.content, form.Metric)
            else rule.check_source(file.content, context)
        )
        for steps, message in hits:
            span = documents.place(tree, steps)
            said = message.replace("?.", "?")  # what ends in `did you mean …?`
            yield stamp(file.source, span, rule.code, rule.name, rule.severity.value, said)


def _skipped(name: str, config: Config) -> tuple[Any, ...]:
    """Return the codes that the configuration ignores in a file."""
    if not config.per_file_ignores:
        return ()
    from pathspec import GitIgnoreSpec

    called = walk.relative(name, config.root)
    return tuple(
        code
        for pattern, codes in config.per_file_ignores.items()
        if GitIgnoreSpec.from_lines([pattern]).match_file(called)
        for code in codes
    )

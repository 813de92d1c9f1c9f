"""The check itself: files → sources → facts → rules → findings. Names no rule."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pathspec import GitIgnoreSpec

from groundrules import catalogue, content, walk
from groundrules import config as configuration
from groundrules.config import Config
from groundrules.errors import ContentError
from groundrules.facts import embedded, query, vocabulary
from groundrules.facts.code import Code
from groundrules.facts.vocabulary import Vocabulary
from groundrules.files import notebook, python, sql
from groundrules.files.source import Note, Region, Source, UnreadableError
from groundrules.findings import Finding, Result
from groundrules.ignores import silences
from groundrules.rules import CodeRule, QueryRule, Rule
from groundrules.spans import Span

_READERS: dict[str, Callable[[str, bytes], Source]] = {
    ".py": python.read,
    ".ipynb": notebook.read,
    ".sql": sql.read,
}


class Linter:
    """Rules and vocabulary, loaded once, and applied to one file after the other."""

    def __init__(self, config: Config, rules: Sequence[Rule], *, filtered: bool = True) -> None:
        self.config = config
        self.rules = tuple(rules)
        self.vocabulary: Vocabulary = vocabulary.load(
            content.room("checks") / "vocabulary", config.vocabulary
        )
        self._filtered = filtered
        self._ignores = [
            (GitIgnoreSpec.from_lines([pattern]), codes)
            for pattern, codes in config.per_file_ignores.items()
        ]
        self._words = {rule.code: self._trigger_words(rule) for rule in self.rules}

    def _trigger_words(self, rule: Rule) -> list[tuple[str, ...]]:
        """Return, for each trigger, the words of which one must occur."""
        both = (
            {*trigger.any_word, *self.vocabulary.last_words(trigger.any_meaning)}
            for trigger in rule.triggers
        )
        return [tuple(sorted(word.lower() for word in words)) for words in both if words]

    def _wanted(self, source: Source) -> list[Rule]:
        """Return the rules whose triggers all occur in a source."""
        rules = [r for r in self.rules if source.cells or not r.only_notebooks]
        if not self._filtered:
            return rules
        text = source.text.lower()
        occurs: dict[str, bool] = {}

        def there(word: str) -> bool:
            if word not in occurs:
                occurs[word] = word in text
            return occurs[word]

        return [r for r in rules if all(any(map(there, words)) for words in self._words[r.code])]

    def check(self, path: str, data: bytes) -> tuple[list[Finding], list[Finding]]:
        """Return (findings, notes) of one file, read by the suffix of its path."""
        reader = _READERS.get(Path(path).suffix.lower(), python.read)
        try:
            source = reader(path, data)
        except UnreadableError as error:
            return [], [_stamp_note(None, path, error.note)]
        found: set[Finding] = set()
        rules = self._wanted(source)
        code_rules = [rule for rule in rules if isinstance(rule, CodeRule)]
        query_rules = [rule for rule in rules if isinstance(rule, QueryRule)]
        regions = list(source.regions)
        if source.python:
            # Parsed even when no rule wants it: a file that is not Python is a finding.
            module = python.parse(source)
            if code_rules or query_rules:
                code = Code(source, module, self.vocabulary, self.config.settings)
                for rule in code_rules:
                    found.update(self._run(rule, code, source))
                if query_rules:
                    regions.extend(embedded.regions(source, code))
        for region in regions:
            self._check_sql(region, source, query_rules, found)
        skipped = self._skipped(path)
        findings = sorted(
            f
            for f in found
            if not f.code.startswith(skipped)
            and not any(silences(line, f.code) for line in (f.excerpt[:1] + f.excerpt[-1:]))
        )
        notes = sorted(_stamp_note(source, path, note) for note in source.notes)
        return findings, [n for n in notes if not n.code.startswith(skipped)]

    def _skipped(self, path: str) -> tuple[str, ...]:
        name = walk._relative(Path(path), self.config.root)
        return tuple(c for spec, codes in self._ignores if spec.match_file(name) for c in codes)

    def _check_sql(
        self, region: Region, source: Source, rules: Sequence[QueryRule], found: set[Finding]
    ) -> None:
        standalone = source.path.lower().endswith(".sql")
        if not rules and not standalone:
            return

        def span(start: int, end: int) -> Span:
            return source.index.span(region.start + start, region.start + end)

        def text(start: int, end: int) -> str:
            return source.text[region.start + start : region.start + end]

        for parsed in query.parse(region.sql, self.config.dialect):
            if isinstance(parsed, query.Failure):
                line, column = source.index.position(region.start + parsed.offset)
                dialect = self.config.dialect or "any dialect tried"
                message = f"This statement does not parse in {dialect}: {parsed.message}."
                fatal = standalone and not region.template
                source.notes.append(Note("E004", "sql-syntax", message, line, column, fatal))
                continue
            tree, start, end = parsed
            facts = query.Query(source.path, tree, (start, end), span, text, self.config.settings)
            for rule in rules:
                found.update(self._run(rule, facts, source))

    def _run(self, rule: Rule, facts: Code | query.Query, source: Source) -> Iterable[Finding]:
        assert isinstance(rule, CodeRule | QueryRule)
        try:
            hits = list(rule.check(facts))  # type: ignore[arg-type]
            spans = [hit.at.span for hit in hits]
        except Exception as error:
            raise ContentError(
                f"{catalogue.rule_path(rule)}: rule {rule.code} raised "
                f"{type(error).__name__} on {source.path}: {error}"
            ) from error
        return [
            _stamp(source, span, rule.code, rule.name, rule.severity.value, hit.message)
            for hit, span in zip(hits, spans, strict=True)
        ]


def _stamp(
    source: Source, span: Span, code: str, name: str, severity: str, message: str
) -> Finding:
    cell, here = source.place(span)
    last = min(span.end_line, source.index.line_count)
    excerpt = tuple(source.index.line(n) for n in range(span.line, last + 1))
    return Finding(
        source.path, cell, here.line, here.column, code, name, severity, message,
        here.end_line, here.end_column, excerpt,
    )  # fmt: skip


def _stamp_note(source: Source | None, path: str, note: Note) -> Finding:
    severity = "error" if note.fatal else "note"
    span = Span(note.line, note.column, note.line, note.column)
    if source is None:
        return Finding(
            path, None, note.line, note.column, note.code, note.name, severity, note.message,
            note.line, note.column,
        )  # fmt: skip
    span = span._replace(line=min(span.line, source.index.line_count))
    return _stamp(
        source, span._replace(end_line=span.line), note.code, note.name, severity, note.message
    )


def check_paths(
    paths: Sequence[Path],
    *,
    config: Config | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
    filtered: bool = True,
) -> Result:
    """Check files and folders. The configuration is the first path's, unless given."""
    config = config or configuration.load(paths[0] if paths else Path())
    linter = _linter(config, select, ignore, filtered)
    todo = walk.files(paths, config.exclude, config.root)
    findings: list[Finding] = []
    notes: list[Finding] = []
    for number, path in enumerate(todo, start=1):
        if progress:
            progress(number, len(todo))
        name = path.as_posix()
        try:
            data = path.read_bytes()
        except OSError as error:
            note = Note("E000", "unreadable-file", f"Cannot be read: {error.strerror}.")
            notes.append(_stamp_note(None, name, note))
            continue
        found, noted = linter.check(name, data)
        findings += found
        notes += noted
    return Result(tuple(sorted(findings)), tuple(sorted(notes)), len(todo), linter.rules)


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
    linter = _linter(config, select, ignore, True)
    found, noted = linter.check(name, data)
    return Result(tuple(found), tuple(noted), 1, linter.rules)


def _linter(config: Config, select: Iterable[str], ignore: Iterable[str], filtered: bool) -> Linter:
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 5000))  # deep but honest expressions
    rules = catalogue.select(catalogue.load(config), config, tuple(select), tuple(ignore))
    return Linter(config, rules, filtered=filtered)

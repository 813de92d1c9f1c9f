"""The check of one file: source → facts → rules → findings. Names no rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pathspec import GitIgnoreSpec

from groundrules import anchors, catalogue, content, suppression, walk
from groundrules.config import Config
from groundrules.drafts import Draft
from groundrules.errors import ContentError
from groundrules.facts import embedded, vocabulary
from groundrules.facts import plan as planning
from groundrules.facts.code import Code
from groundrules.facts.plan import Plan, Plans
from groundrules.facts.query import Query
from groundrules.facts.sql.parsing import Failure
from groundrules.facts.sql.script import Script
from groundrules.facts.vocabulary import Vocabulary
from groundrules.files import notebook, python, sql
from groundrules.files.source import Note, Region, Source, UnreadableError
from groundrules.findings import Finding, stamp, stamp_note
from groundrules.rules import CodeRule, PlanRule, QueryRule, Rule, Severity
from groundrules.spans import Span
from groundrules.triggers import Scanner

PLAN = "plan"
"""What a rule needs that holds an analysis to its plan."""
SQL_SYNTAX = "E004"
_READERS: dict[str, Callable[[str, bytes], Source]] = {
    ".py": python.read,
    ".sql": sql.read,
}


def _is_plain(data: bytes) -> bool:
    """Whether bytes are UTF-8 text, as nearly every file is."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\x00" not in data


class Linter:
    """Rules and vocabulary, loaded once, and applied to one file after the other."""

    def __init__(
        self,
        config: Config,
        rules: Sequence[Rule],
        *,
        filtered: bool = True,
        asked: frozenset[str] | None = None,
        anchored: bool = False,
    ) -> None:
        """`asked` names the rules whose `info` hits are shown; without it, all are.

        `anchored` findings say what they stand in, which a baseline needs.
        """
        self.config = config
        self._anchored = anchored
        missing = {id(rule): _missing(rule, config.settings) for rule in rules}
        self.rules = tuple(
            rule for rule in rules if not isinstance(rule, PlanRule) and missing[id(rule)] <= {PLAN}
        )
        self._of_plans = {id(rule) for rule in self.rules if missing[id(rule)]}
        self._plans = Plans()
        self.vocabulary: Vocabulary = vocabulary.load(
            content.room("checks") / "vocabulary", config.vocabulary
        )
        self._filtered = filtered
        self._asked = asked
        self._ignores = [
            (GitIgnoreSpec.from_lines([pattern]), codes)
            for pattern, codes in config.per_file_ignores.items()
        ]
        self._scanner = Scanner(self.rules, self.vocabulary)

    def check(self, path: str, data: bytes) -> tuple[list[Finding], list[Finding]]:
        """Return (findings, notes) of one file, read by the suffix of its path.

        A file in which no rule can find anything is not parsed.
        """
        try:
            source, rules = self._read(path, data)
        except UnreadableError as error:
            notes = [stamp_note(None, path, error.note)]
            return [], anchors.of_file(notes, data) if self._anchored else notes
        if source is None:
            return [], []
        found: set[Finding] = set()
        code_rules = [rule for rule in rules if isinstance(rule, CodeRule)]
        query_rules = [rule for rule in rules if isinstance(rule, QueryRule)]
        regions = list(source.regions)
        module = None
        if source.python and rules:
            module = python.parse(source)
            code = Code(source, module, self.vocabulary, self.config.settings, self._plan(path))
            for rule in code_rules:
                found.update(self._run(rule, code, source))
            if query_rules:
                regions.extend(embedded.regions(source, code))
            code.release()
        for region in regions if query_rules else ():
            self._check_sql(region, source, query_rules, found)
        skipped = self._skipped(path)
        kept = (f for f in found if not f.code.startswith(skipped))
        findings = suppression.apply(source, kept, self.rules, self.config.require_reason)
        notes = sorted(stamp_note(source, path, note) for note in source.notes)
        notes = [n for n in notes if not n.code.startswith(skipped)]
        if not self._anchored or not (findings or notes):
            return findings, notes
        queries = {SQL_SYNTAX, *(rule.code for rule in query_rules)}
        told = [anchors.of(source, module, regions, queries, part) for part in (findings, notes)]
        return told[0], told[1]

    def _read(self, path: str, data: bytes) -> tuple[Source | None, list[Rule]]:
        """Return the source and the rules that its words call for; no source where there is no need."""
        suffix = Path(path).suffix.lower()
        reader = _READERS.get(suffix, python.read)
        cells = notebook.code_cells(data) if suffix == ".ipynb" else notebook.Cells()
        if suffix == ".ipynb":
            words = "".join(text for _, text, _ in cells).encode(errors="replace")
        else:
            words = data if _is_plain(data) else reader(path, data).text.encode()
        rules = self._planned(self._wanted(words, cells=bool(cells), sql=suffix == ".sql"), path)
        if rules and self._filtered and suffix != ".sql":
            counts = tuple(c for _, _, marks in cells if (c := marks.execution_count))
            in_order = notebook.ran_in_order(cells)
            rules = _may_find(rules, Draft(words.decode(), self.vocabulary, counts, in_order))
        if not rules and not suppression.hinted(words):
            return None, []
        if suffix == ".ipynb":
            return notebook.build(path, cells), rules
        return reader(path, data), rules

    def _wanted(self, words: bytes, *, cells: bool, sql: bool) -> list[Rule]:
        if self._filtered:
            return self._scanner.wanted(words, cells=cells, sql=sql)
        return [rule for rule in self.rules if cells or not rule.only_notebooks]

    def _planned(self, rules: list[Rule], path: str) -> list[Rule]:
        """Leave out the rules that need a plan, where no plan is beside the file."""
        if any(id(rule) in self._of_plans for rule in rules) and self._plan(path) is None:
            return [rule for rule in rules if id(rule) not in self._of_plans]
        return rules

    def _plan(self, path: str) -> Plan | None:
        given = self.config.settings.get(PLAN)
        return planning.of(given, path) if given else self._plans.beside(path)

    def _skipped(self, path: str) -> tuple[str, ...]:
        name = walk.relative(path, self.config.root)
        return tuple(c for spec, codes in self._ignores if spec.match_file(name) for c in codes)

    def _check_sql(
        self, region: Region, source: Source, rules: Sequence[QueryRule], found: set[Finding]
    ) -> None:
        standalone = source.path.lower().endswith(".sql")

        def span(start: int, end: int) -> Span:
            return source.index.span(region.start + start, region.start + end)

        raw = source.text[region.start : region.start + len(region.sql)]
        script = Script(
            source.path, region.sql, raw, span, self.config.settings, region.dialect, standalone
        )
        for statement in script.statements:
            wanted = self._wanted_of(script.words(statement), rules)
            facts = script.parse(statement) if wanted else None
            if isinstance(facts, Failure):
                line, column = source.index.position(region.start + facts.offset)
                dialect = self.config.dialect or "any dialect tried"
                message = f"This statement does not parse in {dialect}: {facts.message}."
                fatal = standalone and not region.template
                source.notes.append(Note(SQL_SYNTAX, "sql-syntax", message, line, column, fatal))
            elif facts is not None:
                for rule in wanted:
                    found.update(self._run(rule, facts, source))

    def _wanted_of(self, words: bytes, rules: Sequence[QueryRule]) -> Sequence[QueryRule]:
        """Return the rules whose triggers hold in one statement: only these have it parsed."""
        if not self._filtered or not rules:
            return rules
        names = {id(rule) for rule in self._scanner.wanted(words, sql=True)}
        return [rule for rule in rules if id(rule) in names]

    def _run(self, rule: Rule, facts: Code | Query, source: Source) -> Iterable[Finding]:
        assert isinstance(rule, CodeRule | QueryRule)
        try:
            hits = list(rule.check(facts))  # type: ignore[arg-type]
            spans = [hit.at.span for hit in hits]
        except Exception as error:
            raise ContentError(
                f"{catalogue.rule_path(rule)}: rule {rule.code} raised "
                f"{type(error).__name__} on {source.path}: {error}"
            ) from error
        kept = zip(hits, spans, strict=True)
        return [
            stamp(
                source,
                span,
                rule.code,
                rule.name,
                (hit.severity or rule.severity).value,
                hit.message,
            )
            for hit, span in kept
            if hit.severity is not Severity.INFO or self._asked is None or rule.code in self._asked
        ]


def _missing(rule: Rule, given: Mapping[str, Any]) -> set[str]:
    """Return what a rule needs and the configuration lacks: PLAN where the file's own plan will do."""
    missing = [need.split("|") for need in rule.needs]
    return {
        PLAN if PLAN in keys else keys[0]
        for keys in missing
        if not any(given.get(key) for key in keys)
    }


def _may_find(rules: Sequence[Rule], draft: Draft) -> list[Rule]:
    return [rule for rule in rules if not isinstance(rule, CodeRule) or rule.may_find(draft)]

"""Contracts linted: their files are parsed, and nothing of theirs is imported or run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from groundrules import catalogue, suppression, walk
from groundrules import config as configuration
from groundrules.config import Config
from groundrules.contracts.authoring.lint_rule import ContractRule
from groundrules.contracts.authoring.lint_rules import RULES
from groundrules.contracts.authoring.static import Names, StaticContract, names_of
from groundrules.contracts.authoring.static_models import models
from groundrules.contracts.authoring.static_schemas import schemas
from groundrules.errors import UsageError
from groundrules.files import python
from groundrules.files.source import Source, UnreadableError
from groundrules.findings import Finding, Result, stamp, stamp_note, unreadable
from groundrules.rules import Severity
from groundrules.spans import Span

_WORDS = (b"pandera", b"CTR")  # no contract, and no comment about one, without either
_IN_NAMES = re.compile(r"^_|^(Abstract|Base|Common)|(Base|Abstract|Mixin|BaseSchema|BaseModel)$")


def lint(
    paths: Sequence[Path],
    *,
    config: Config | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Result:
    """Return what the rules find in the .py files of `paths`; the configuration is the first path's.

    `info` rules run only where a selection names them. Raises UsageError for unknown paths and codes.
    """
    config = config or configuration.load(paths[0] if paths else Path())
    rules = _selected(config, tuple(select), tuple(ignore))
    names = [n for n in walk.files(paths, config.exclude, config.root) if n.endswith(".py")]
    findings: list[Finding] = []
    notes: list[Finding] = []
    for name in names:
        found, noted = _file(name, rules, config)
        findings += found
        notes += noted
    about = {rule.code: catalogue.describe(rule) for rule in rules}
    return Result(tuple(sorted(findings)), tuple(sorted(notes)), len(names), about)


def _selected(
    config: Config, chosen: tuple[str, ...], ignored: tuple[str, ...]
) -> list[ContractRule]:
    for code in (*chosen, *ignored):
        if code != "ALL" and not any(rule.code.startswith(code) for rule in RULES):
            known = configuration.nearest(code, [rule.code for rule in RULES])
            raise UsageError(f"no rule about contracts is called `{code}`{known}")
    # A configuration selects among all rules: of those it names, the ones about contracts count here.
    wanted = chosen or tuple(code for code in config.select if _any_matches(code))
    named = (*wanted, *config.extend_select)
    unwanted = (*ignored, *config.ignore)
    return [
        rule
        for rule in RULES
        if (_matches(rule, named) or (not wanted and rule.severity is not Severity.INFO))
        and not _matches(rule, unwanted)
    ]


def _matches(rule: ContractRule, codes: Iterable[str]) -> bool:
    return any(code == "ALL" or rule.code.startswith(code) for code in codes)


def _any_matches(code: str) -> bool:
    return any(_matches(rule, [code]) for rule in RULES)


def _file(
    name: str, rules: Sequence[ContractRule], config: Config
) -> tuple[list[Finding], list[Finding]]:
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        return [], [unreadable(name, error)]
    if not any(word in data for word in _WORDS):
        return [], []
    try:
        source = python.read(name, data)
    except UnreadableError as error:
        return [], [stamp_note(None, name, error.note)]
    module = python.parse(source)
    found = set(_findings(source, module, rules))
    skipped = suppression.configured(name, config)
    kept = (finding for finding in found if not finding.code.startswith(skipped))
    findings = suppression.apply(source, kept, rules, config.require_reason)
    return findings, [stamp_note(source, name, note) for note in source.notes]


def _findings(
    source: Source, module: ast.Module, rules: Sequence[ContractRule]
) -> Iterator[Finding]:
    names = names_of(module)
    for contract in contracts(module, names):
        for rule in rules:
            for node, message in rule.check(contract, names):
                span = _span(source, node)
                yield stamp(source, span, rule.code, rule.name, rule.severity.value, message)


def contracts(module: ast.Module, names: Names) -> Iterator[StaticContract]:
    """Yield the contracts of a module but bases, told by use or by name, and what only a test is about."""
    tested = [
        range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    ]
    for contract in (*models(module, names), *schemas(module, names)):
        line = getattr(contract.at, "lineno", 0)
        if contract.base or _IN_NAMES.search(contract.name) or any(line in one for one in tested):
            continue
        yield contract


def _span(source: Source, node: ast.AST) -> Span:
    """Return where a node stands: of a contract its name, of anything else the whole."""
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    end_line, end_column = (
        getattr(node, "end_lineno", line),
        getattr(node, "end_col_offset", column),
    )
    if isinstance(node, ast.ClassDef):
        end_line, end_column = line, column + len(f"class {node.name}".encode())
    elif isinstance(node, ast.Call) and _is_contract(node.func):
        end_line, end_column = node.func.end_lineno or line, node.func.end_col_offset or column
        if isinstance(node.func, ast.Attribute):  # a chain may begin many lines above
            line, column = end_line, end_column - len(node.func.attr.encode())
    start = source.index.offset_of_byte(line, column)
    return source.index.span(start, source.index.offset_of_byte(end_line, end_column))


def _is_contract(func: ast.expr) -> bool:
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    return name in ("DataFrameSchema", "add_columns")

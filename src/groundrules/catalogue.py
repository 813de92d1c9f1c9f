"""The rules: found in folders, loaded by path, checked for form, selected by code."""

from __future__ import annotations

import importlib.util
import inspect
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from groundrules import content
from groundrules.config import Config, nearest
from groundrules.errors import ConfigError, ContentError
from groundrules.rules import CodeRule, PlanRule, QueryRule, Rule, Severity

NOTE_CODES = {
    "E000": "unreadable-file",
    "E001": "not-utf8",
    "E002": "broken-notebook",
    "E003": "python-syntax",
    "E004": "sql-syntax",
    "E005": "unused-suppression",
    "E006": "suppression-without-reason",
    "E007": "plan-form",
    "E008": "metric-form",
    "E009": "no-base",
}
ELSEWHERE = ("CTR", "MET")
"""Families that a configuration may name and other commands check: `contracts lint`, `metrics lint`."""
_CODE = re.compile(r"[A-Z]{3}\d{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NOT_READ = {"fixtures", "__pycache__", "templates", "onboarding", "standards"}
_NOT_RULES = {"fixtures", "vocabulary", "scorecard", "__pycache__"}


def load(config: Config | None = None) -> list[Rule]:
    """Load our rules and the team's own, sorted by code."""
    folders = [content.room("checks"), *(config.rules if config else ())]
    rules: dict[str, Rule] = {}
    names: dict[str, str] = {}
    for folder in folders:
        for path in rule_files(folder):
            rule = load_file(path)
            if rule.code in rules:
                other = rule_path(rules[rule.code])
                raise ContentError(f"{path}: the code {rule.code} is taken by {other}")
            if rule.name in names:
                raise ContentError(f"{path}: the name {rule.name} is taken by {names[rule.name]}")
            rules[rule.code] = rule
            names[rule.name] = rule.code
    return [rules[code] for code in sorted(rules)]


def rule_files(folder: Path) -> list[Path]:
    """Return the rule files of a folder, fixtures and vocabulary left out."""
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if not _NOT_RULES & set(path.relative_to(folder).parts) and not path.name.startswith("_")
    ]


def load_file(path: Path) -> Rule:
    """Load the one rule of a file, by path. A file that raises, or lacks a part, is named."""
    name = f"groundrules_rule_{abs(hash(str(path))):x}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ContentError(f"{path}: cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ContentError(
            f"{path}: the rule file raises when loaded: {type(error).__name__}: {error}"
        ) from error
    found = [
        thing
        for thing in vars(module).values()
        if inspect.isclass(thing) and issubclass(thing, Rule) and thing.__module__ == name
    ]
    if len(found) != 1:
        raise ContentError(f"{path}: must define one rule, defines {len(found)}")
    _check_form(found[0], path)
    try:
        return found[0]()
    except Exception as error:
        raise ContentError(f"{path}: the rule cannot be made: {error}") from error


def _check_form(rule: type[Rule], path: Path) -> None:
    for part in ("code", "name", "standard", "mend"):
        if not isinstance(getattr(rule, part, None), str):
            raise ContentError(f"{path}: {rule.__name__} lacks `{part}`, a string")
    if not _CODE.fullmatch(rule.code):
        raise ContentError(f"{path}: `{rule.code}` is no code: three capitals and three digits")
    if not _NAME.fullmatch(rule.name):
        raise ContentError(f"{path}: `{rule.name}` is no name: lower-case words joined by dashes")
    if not isinstance(rule.severity, Severity):
        raise ContentError(f"{path}: `severity` must be one of groundrules.Severity")
    if not issubclass(rule, CodeRule | QueryRule | PlanRule):
        raise ContentError(f"{path}: {rule.__name__} must be a CodeRule, a QueryRule or a PlanRule")
    if not rule.__doc__:
        raise ContentError(
            f"{path}: {rule.__name__} needs a docstring: the mistake, Why, Bad, Good"
        )


def state(config: Config) -> tuple[object, ...]:
    """Return what tells these rules, this vocabulary and this engine from any other."""
    known = ((path, os.stat(path)) for path in files(config))
    return (sys.version_info[:3], [(path, at.st_mtime_ns, at.st_size) for path, at in known])


def files(config: Config) -> list[str]:
    """Return the files of the engine, the rules and the vocabulary, sorted."""
    package = Path(__file__).resolve().parent
    found: set[str] = set()
    for top in (package, content.room("checks"), *config.rules):
        for folder, inner, names in os.walk(top):
            inner[:] = [name for name in inner if name not in _NOT_READ]
            found.update(f"{folder}/{name}" for name in names if name.endswith((".py", ".toml")))
    return sorted(found)


def rule_path(rule: Rule) -> str:
    """Return the file of a rule."""
    return inspect.getfile(type(rule))


def select(
    rules: Sequence[Rule],
    config: Config,
    chosen: Iterable[str] = (),
    ignored: Iterable[str] = (),
) -> list[Rule]:
    """Return the rules that run. The command line's choice replaces the configuration's.

    `info` rules run only when a selection names them in full or by their family.
    """
    where = str(config.file or "configuration")
    wanted = tuple(chosen) or config.select
    _known(wanted, rules, "--select" if chosen else f"{where}: select")
    _known(config.extend_select, rules, f"{where}: extend-select")
    unwanted = (*ignored, *config.ignore)
    _known(tuple(ignored), rules, "--ignore")
    _known(config.ignore, rules, f"{where}: ignore")
    for pattern, codes in config.per_file_ignores.items():
        _known(codes, rules, f"{where}: per-file-ignores of {pattern}")
    default = not wanted
    extra = config.extend_select
    return [
        rule
        for rule in rules
        if (
            (default and rule.severity is not Severity.INFO)
            or _matches(rule.code, wanted)
            or _matches(rule.code, extra)
        )
        and not _matches(rule.code, unwanted)
    ]


def asked(rules: Iterable[Rule], config: Config, chosen: Iterable[str] = ()) -> frozenset[str]:
    """Return the codes that a selection names, in full or by their family."""
    named = (*(tuple(chosen) or config.select), *config.extend_select)
    return frozenset(rule.code for rule in rules if _matches(rule.code, named))


def _matches(code: str, prefixes: Iterable[str]) -> bool:
    return any(prefix == "ALL" or code.startswith(prefix) for prefix in prefixes)


def _known(codes: Iterable[str], rules: Sequence[Rule], where: str) -> None:
    known = [rule.code for rule in rules]
    for code in codes:
        if code.startswith(ELSEWHERE) and not where.startswith("--"):
            continue
        if code != "ALL" and not any(one.startswith(code) for one in [*known, *NOTE_CODES]):
            raise ConfigError(f"{where}: unknown code `{code}`{nearest(code, known)}")


def by_code(rules: Iterable[Rule], word: str) -> Rule:
    """Return the rule of a code or name; an unknown one is a usage error with the nearest."""
    rules = list(rules)
    for rule in rules:
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    known = [*(r.code for r in rules), *(r.name for r in rules)]
    raise ConfigError(
        f"no rule is called `{word}`{nearest(word.upper() if word[:1].isupper() else word, known)}"
    )


def describe(rule: Rule) -> dict[str, Any]:
    """Return what the catalogue says of a rule."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": inspect.cleandoc(rule.__doc__ or "").split("\n", 1)[0],
        "standard": rule.standard,
        "exercise": rule.exercise,
        "mend": rule.mend,
    }

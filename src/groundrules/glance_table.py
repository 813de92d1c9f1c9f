"""What `glance` reads: the words that each rule needs, and what they were made from."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from groundrules import cache, catalogue, glance
from groundrules.config import Config
from groundrules.facts.vocabulary import Vocabulary
from groundrules.literals import required
from groundrules.rules import QueryRule, Rule
from groundrules.triggers import Need, need, sql_in_code


def write(folder: Path, config: Config, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
    """Write the table of a folder, whole or not at all; where it cannot be written, there is none."""
    file = folder / glance.FILE
    watched = list(_watched(folder, config))
    if not all(path.isprintable() for path in watched):
        return  # a line end or a tab in a path would break its line
    lines = [glance.FORM]
    lines += [f"watch\t{path}\t{glance.stamp_of(path)}" for path in watched]
    lines += sorted({_row(rule, vocabulary) for rule in rules if not rule.only_notebooks})
    with suppress(OSError):
        cache.folder(folder)
        text = "\n".join([*lines, "end"])
        if not _holds(file, text):
            handle, aside = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with open(handle, "w", encoding="utf-8") as opened:
                opened.write(text)
            Path(aside).replace(file)


def _holds(file: Path, text: str) -> bool:
    try:
        return file.read_text(encoding="utf-8") == text
    except (OSError, ValueError):
        return False


def _watched(folder: Path, config: Config) -> Iterator[str]:
    """Yield what the table depends on: rules, engine, configuration, and where one could appear."""
    for place in (folder, *folder.parents):
        yield from (str(place / name) for name in glance.CONFIGURATIONS)
    yield from map(str, config.files)
    files = catalogue.files(config)
    yield from files
    # A folder's own time tells that a file came or went.
    yield from sorted({*map(os.path.dirname, files), *map(str, config.rules)})


def _row(rule: Rule, vocabulary: Vocabulary) -> str:
    needs = [need(trigger, vocabulary) for trigger in rule.triggers]
    if isinstance(rule, QueryRule):
        needs = [*sql_in_code(vocabulary), *needs]
    groups = (_group(part) for part in needs)
    return glance.GROUPS.join(["rule", *(group for group in groups if group)])


def _group(part: Need) -> str | None:
    """Return the words of one need; None where some pattern of it tells no word."""
    pairs = []
    for root, patterns in [*sorted(part.words.items()), *(("", [p]) for p in part.patterns)]:
        words = [required(pattern) for pattern in patterns]
        if not all(words):
            return None
        roots = required(root) if root else {""}
        pairs += [
            glance.WORDS.join([word, *sorted(frozenset().union(*words))]) for word in sorted(roots)
        ]
    return glance.PAIRS.join(pairs)

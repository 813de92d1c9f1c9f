"""What `glance` reads: the words that each rule needs, and what they were made from."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from groundrules import cache, catalogue, glance, suppression
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
    lines += _rows([Need(patterns=(suppression.HINT,))])
    for rule in rules:
        lines += [] if rule.only_notebooks else _rows(_needs(rule, vocabulary))
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


def _needs(rule: Rule, vocabulary: Vocabulary) -> list[Need]:
    needs = [need(trigger, vocabulary) for trigger in rule.triggers]
    return [*sql_in_code(vocabulary), *needs] if isinstance(rule, QueryRule) else needs


def _rows(needs: Sequence[Need]) -> list[str]:
    """Return the lines of one thing that may be found where all of its needs occur."""
    words = [group for part in needs if (group := _words(part))]
    exact = [group for part in needs if (group := _patterns(part))]
    return [glance.GROUPS.join(["rule", *words]), glance.GROUPS.join(["exact", *exact])]


def _words(part: Need) -> str | None:
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


def _patterns(part: Need) -> str | None:
    """Return the patterns of one need; None where one would break its line."""
    pairs = [
        glance.WORDS.join([root, "|".join(f"(?:{pattern})" for pattern in dict.fromkeys(patterns))])
        for root, patterns in [*sorted(part.words.items()), *(("", [p]) for p in part.patterns)]
    ]
    return glance.PAIRS.join(pairs) if all(map(_fits_a_line, pairs)) else None


def _fits_a_line(pair: str) -> bool:
    return pair.replace(glance.WORDS, "").isprintable()

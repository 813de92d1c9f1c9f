"""A glance at a few Python files: whether their words alone tell that nothing can be found.

A hook is called at every commit, mostly on files with nothing to report, and Python
takes longer to load an engine than to look for some words. So a run leaves behind
which words each rule needs, and the next call looks for them before it loads
anything; for a rule whose words are there, it looks for the patterns of its triggers.
This module imports nothing but `os`, and RE2 where it needs patterns; its only answer
is "nothing to report", and every doubt (another flag, a notebook, a changed
configuration or rule, a byte that is not UTF-8) is a no, after which the whole check
is run.
"""

import os

FILE = ".groundrules_cache/glance"
FORM = "groundrules glance 2"
GROUPS, PAIRS, WORDS = "\t", "\x1e", "\x1f"
"""What separates the groups of a rule, all of which must occur, their pairs, and the words of these."""
CONFIGURATIONS = ("groundrules.toml", "pyproject.toml")
_FLAGS = ("-q", "--quiet")
MOST = 50  # files
TYPE_CHECKING = False  # as in typing, whose import would take longer than a glance at a file
if TYPE_CHECKING:
    from groundrules.sieve import Sieve


def nothing_to_report(argv: list[str]) -> bool:
    """Whether `argv` is a quiet check of Python files in which no rule can find anything."""
    if len(argv) < 3 or argv[0] != "check" or not any(flag in argv for flag in _FLAGS):
        return False
    names = [word for word in argv[1:] if word not in _FLAGS]
    if not 0 < len(names) <= MOST or not all(_is_plain_name(name) for name in names):
        return False
    try:
        with open(FILE, encoding="utf-8") as opened:
            lines = opened.read().split("\n")
    except (OSError, ValueError):
        return False
    if lines[0] != FORM or lines[-1] != "end" or not _current(lines, names):
        return False
    words = [line.split(GROUPS)[1:] for line in lines if line.startswith("rule\t")]
    exact = [line.split(GROUPS)[1:] for line in lines if line.startswith("exact\t")]
    if len(words) != len(exact):
        return False
    texts = [_read(name) for name in names]
    return None not in texts and _are_clean(
        [text for text in texts if text is not None], list(zip(words, exact, strict=True))
    )


def _is_plain_name(name: str) -> bool:
    relative = not name.startswith(("-", "/")) and ".." not in name and "\\" not in name
    return relative and name.endswith(".py")


def _current(lines: list[str], names: list[str]) -> bool:
    """Whether what the file was made from is as it was, and the configuration is still the nearest."""
    for line in lines:
        if line.startswith("watch\t"):
            _, path, stamp = line.split("\t")
            if stamp_of(path) != stamp:
                return False
    folders = set()
    for name in names:
        folder = os.path.dirname(name)
        while folder and folder not in folders:
            folders.add(folder)
            folder = os.path.dirname(folder)
    return not any(
        os.path.exists(f"{folder}/{file}") for folder in folders for file in CONFIGURATIONS
    )


def stamp_of(path: str) -> str:
    """Return what tells this state of a file from another."""
    try:
        about = os.stat(path)
    except OSError:
        return "-"
    return f"{about.st_mtime_ns} {about.st_size}"


def _read(name: str) -> "tuple[bytes, str] | None":
    """Return a file's bytes and its text in lower case; None where it is not plainly UTF-8."""
    try:
        with open(name, "rb") as opened:
            data = opened.read()
        text = data.decode()
    except (OSError, ValueError):
        return None
    head = text[:400].lower()
    for utf8 in ("coding: utf-8", "coding:utf-8", "coding=utf-8"):
        head = head.replace(utf8, "")
    return None if "\0" in text or "coding" in head else (data, text.lower())


def _are_clean(
    texts: "list[tuple[bytes, str]]", rules: "list[tuple[list[str], list[str]]]"
) -> bool:
    doubts = [
        (exact, data)
        for data, text in texts
        for words, exact in rules
        if all(_occurs(group, text) for group in words)
    ]
    if not doubts:
        return True
    from groundrules.sieve import Sieve

    sieve = Sieve()
    return not any(all(_matches(group, data, sieve) for group in exact) for exact, data in doubts)


def _occurs(group: str, text: str) -> bool:
    """Whether some pair of a group occurs: its root (empty for any) and one of its words."""
    for pair in group.split(PAIRS):
        root, *words = pair.split(WORDS)
        if root in text and any(word in text for word in words):
            return True
    return False


def _matches(group: str, data: bytes, sieve: "Sieve") -> bool:
    """Whether some pair of a group matches: its root (empty for any) and the pattern below it."""
    for pair in group.split(PAIRS):
        root, pattern = pair.split(WORDS)
        if (not root or sieve.occurs(root, data)) and sieve.occurs(pattern, data):
            return True
    return False

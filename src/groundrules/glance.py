"""A glance at a few Python files: whether their words alone tell that nothing can be found.

A hook is called at every commit, mostly on files with nothing to report, and Python
takes longer to load an engine than to look for some words. So a run leaves behind
which words each rule needs, and the next call looks for them before it loads
anything. This module imports nothing but `os`; its only answer is "nothing to
report", and every doubt (another flag, a notebook, a changed configuration or
rule, a byte that is not UTF-8) is a no, after which the whole check is run.
"""

import os

FILE = ".groundrules_cache/glance"
FORM = "groundrules glance 1"
GROUPS, PAIRS, WORDS = "\t", "\x1e", "\x1f"
"""What separates the groups of a rule, all of which must occur, their pairs, and the words of these."""
CONFIGURATIONS = ("groundrules.toml", "pyproject.toml")
_FLAGS = ("-q", "--quiet")
MOST = 50  # files


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
    rules = [line.split(GROUPS)[1:] for line in lines if line.startswith("rule\t")]
    return all(_is_clean(name, rules) for name in names)


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


def _is_clean(name: str, rules: list[list[str]]) -> bool:
    try:
        with open(name, "rb") as opened:
            data = opened.read()
        text = data.decode()
    except (OSError, ValueError):
        return False
    if "\0" in text or "groundrules:" in text or "noqa:" in text or "coding" in text[:400]:
        return False
    text = text.lower()
    return not any(all(_occurs(group, text) for group in groups) for groups in rules)


def _occurs(group: str, text: str) -> bool:
    """Whether some pair of a group occurs: its root (empty for any) and one of its words."""
    for pair in group.split(PAIRS):
        root, *words = pair.split(WORDS)
        if root in text and any(word in text for word in words):
            return True
    return False

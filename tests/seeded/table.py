"""How many seeded mistakes are found, and how many correct twins are left alone.

`python tests/seeded/table.py` prints the table; `--misses` lists what fails now; `--record` adds the
first run of files whose rule has none yet (it never changes one that is there).
"""

from __future__ import annotations

import subprocess
import sys

import suite

from groundrules import catalogue
from groundrules.rules import Rule


def table(rules: dict[str, Rule]) -> str:
    """Return the Markdown table by family: now, and at the first run."""
    first = suite.first_run()
    now = {case: suite.run(case, rules[case.code]) for case in suite.cases() if case.code in rules}
    families = sorted({case.family for case in now})
    head = "family | rules | bad | found | found at first | good | clean | clean at first"
    lines = [f"| {head} |", "|---" * 8 + "|"]
    for family in [*families, "all"]:
        mine = [case for case in now if family in (case.family, "all")]
        cells = [family, str(len({case.code for case in mine}))]
        for bad in (True, False):
            group = [case for case in mine if case.bad is bad]
            right = sum(now[case].right for case in group)
            before = sum(bool(first.get(case.name, {}).get("right")) for case in group)
            cells += [str(len(group)), _share(right, group), _share(before, group)]
        lines.append(f"| {' | '.join(cells)} |")
    waiting = {case.code for case in suite.cases()} - set(rules)
    lines += ["", f"Rules with seeded files that do not exist yet: {len(waiting)}"]
    lines += [", ".join(sorted(waiting))] * bool(waiting)
    return "\n".join(lines)


def misses(rules: dict[str, Rule]) -> str:
    """Return one line for each case that fails now, gaps included."""
    listed = suite.gaps()
    rows = []
    for case in suite.cases():
        if case.code in rules and not (outcome := suite.run(case, rules[case.code])).right:
            rows.append(f"{'gap ' if case.name in listed else 'NEW '} {case.name}: {outcome}")
    return "\n".join(rows)


def _share(count: int, group: list[suite.Case]) -> str:
    return f"{count} ({count / len(group):.2f})" if group else "0"


def _commit() -> str:
    words = ["git", "log", "-1", "--format=%h", "--", ":/checks", ":/src"]
    return subprocess.run(
        words, cwd=suite.HERE, capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    known = {rule.code: rule for rule in catalogue.load()}
    if "--record" in sys.argv:
        print(suite.record(known.values(), _commit()), "recorded")
    elif "--misses" in sys.argv:
        print(misses(known))
    else:
        print(table(known))

"""Triggers leave nothing out: python benchmarks/filtered.py FOLDER

Checks every file of FOLDER twice, once as always and once with all rules on every file whatever its
words, and prints what only one of the two finds. Nothing printed but the last line is the right answer.
"""

from __future__ import annotations

import sys
from pathlib import Path

from groundrules.check import check_paths
from groundrules.config import Config


def main(folder: Path) -> int:
    """Compare, print, and return how many findings differ."""
    config = Config(root=folder.resolve(), select=("ALL",))
    one = check_paths([folder], config=config)
    other = check_paths([folder], config=config, filtered=False)
    differing = set(one.findings) ^ set(other.findings)
    for finding in sorted(differing):
        side = "only unfiltered" if finding in set(other.findings) else "only filtered"
        print(f"{side}: {finding.place}: {finding.code} {finding.message}")
    print(f"{one.files} files, {len(other.findings)} findings, {len(differing)} differ")
    return len(differing)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])) > 0)

"""The table of verdicts: `python tests/survey/table.py` prints it.

`python tests/survey/table.py FOLDER` also runs the rules on checkouts (FOLDER/owner/name, at the
commits named in verdicts.json) and prints every hit that has no verdict, and every verdict without its hit.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def load() -> dict[str, Any]:
    """Return repositories and verdicts."""
    document: dict[str, Any] = json.loads((HERE / "verdicts.json").read_text(encoding="utf-8"))
    return document


def table(document: dict[str, Any]) -> str:
    """Return the Markdown table: rule, hits, right, wrong, why wrong."""
    seen = {row["name"]: row["seen_while_writing"] for row in document["repositories"]}
    lines = [
        "| rule | repositories | hits | right | wrong | why wrong |",
        "|---|---|---|---|---|---|",
    ]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in document["verdicts"]:
        kind = "seen while writing" if seen[row["repository"]] else "unseen"
        groups.setdefault((row["code"], kind), []).append(row)
    for (code, kind), rows in sorted(groups.items()):
        count = Counter(row["verdict"] for row in rows)
        why = "; ".join(sorted({row["why"] for row in rows if row["why"]}))
        lines.append(
            f"| {code} | {kind} | {len(rows)} | {count['right']} | {count['wrong']} | {why} |"
        )
    return "\n".join(lines)


def _compare(document: dict[str, Any], folder: Path) -> None:
    from groundrules.check import check_paths

    keys = ("repository", "code", "path", "cell", "line")
    judged = {tuple(row[key] for key in keys) for row in document["verdicts"]}
    found = set()
    for repository in document["repositories"]:
        place = folder / repository["name"]
        for hit in check_paths([place]).findings:
            path = os.path.relpath(hit.path, place)
            found.add((repository["name"], hit.code, path, hit.cell, hit.line))
    for row in sorted(found - judged, key=str):
        print("no verdict:", *row)
    for row in sorted(judged - found, key=str):
        print("not found: ", *row)


if __name__ == "__main__":
    survey = load()
    print(table(survey))
    if len(sys.argv) > 1:
        _compare(survey, Path(sys.argv[1]))

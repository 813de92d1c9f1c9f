"""The table of verdicts: `python tests/survey/table.py` prints it.

`python tests/survey/table.py FOLDER` also runs the rules on checkouts (FOLDER/owner/name, at the
commits named in verdicts.json), says of each verdict whether its hit is still found, and counts the
hits that have no verdict. With `--write` it keeps what it found.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
READINGS = (1, 2, 3, 4)

Verdict = dict[str, Any]


def load() -> dict[str, Any]:
    """Return repositories and verdicts."""
    document: dict[str, Any] = json.loads((HERE / "verdicts.json").read_text(encoding="utf-8"))
    return document


def table(document: dict[str, Any]) -> str:
    """Return the Markdown table: right of read, reading by reading, and of what is shown still."""
    lines = [
        "| rule | first | second | third | fourth | shown still: right | wrong | why wrong, in all readings |",
        "|---|---|---|---|---|---|---|---|",
    ]
    reading = {row["name"]: row["reading"] for row in document["repositories"]}
    rules: dict[str, list[Verdict]] = {}
    for row in document["verdicts"]:
        rules.setdefault(row["code"], []).append(row)
    for code, rows in sorted(rules.items()):
        parts = [
            _of([row for row in rows if reading[row["repository"]] == number])
            for number in READINGS
        ]
        still = Counter(row["verdict"] for row in rows if row["found"])
        why = Counter(row["why"] for row in rows if row["why"])
        said = "; ".join(f"{text} ({count})" for text, count in why.most_common())
        lines.append(
            f"| {code} | {' | '.join(parts)} | {still['right']} | {still['wrong']} | {said} |"
        )
    return "\n".join(lines)


def _of(rows: list[Verdict]) -> str:
    right = sum(row["verdict"] == "right" for row in rows)
    return f"{right} of {len(rows)}" if rows else ""


def compare(document: dict[str, Any], folder: Path) -> Counter[str]:
    """Mark the verdicts whose hits are found still; return the number of hits without one, by rule.

    Those of repositories that are not in the folder keep their mark.
    """
    from groundrules.check import check_paths

    keys = ("repository", "code", "path", "cell", "line")
    found = set()
    here = {row["name"] for row in document["repositories"] if (folder / row["name"]).is_dir()}
    for name in sorted(here):
        place = folder / name
        for hit in check_paths([place]).findings:
            path = os.path.relpath(hit.path, place)
            found.add((name, hit.code, path, hit.cell, hit.line))
    judged = set()
    for row in document["verdicts"]:
        key = tuple(row[name] for name in keys)
        judged.add(key)
        if row["repository"] in here:
            row["found"] = key in found
    return Counter(code for _, code, *_ in found - judged)


def main() -> None:
    """Print the table, and what a new run changes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", help="checkouts, as FOLDER/owner/name")
    parser.add_argument("--write", action="store_true", help="keep which hits are found still")
    args = parser.parse_args()
    survey = load()
    if args.folder:
        unread = compare(survey, args.folder)
        print(f"hits without a verdict: {sum(unread.values())} {dict(sorted(unread.items()))}\n")
    print(table(survey))
    if args.write:
        text = json.dumps(survey, ensure_ascii=False, indent=0)
        (HERE / "verdicts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Precision and recall on labelled notebooks with leaks: python benchmarks/leakage.py FOLDER

FOLDER is a checkout of github.com/malusamayo/leakage-analysis (Yang et al., ASE 2022). Its tests say,
for each notebook in tests/inputs, which models are trained on leaked data; a notebook is labelled as
leaking if there is any. The tests label two kinds: preprocessing, and overlap of train and test rows.
They have no labels for the third, repeated evaluation on the test part. The 32 notebooks that the
published figures speak of are those with a preprocessing label. Nothing of the checkout is kept.

`--files` also prints each notebook's label and findings.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

KINDS = {
    "preprocessing": ("MOD001", "MOD002", "MOD003", "MOD005", "MOD015"),
    "overlap": ("MOD004",),
}
TESTS = {"preprocessing": "test_preprocessing.py", "overlap": "test_overlap.py"}
PUBLISHED = (
    "published, 32 notebooks: waldean 0.94 / 0.63, demyst 0.83 / 0.93, stataudit 1.00 / 0.19"
)


def labels(folder: Path, kind: str) -> Iterator[tuple[str, bool]]:
    """Yield (notebook, whether it leaks) from the calls `template("file", [models])` of a test file."""
    tree = ast.parse((folder / "tests" / TESTS[kind]).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="template"),
                args=[ast.Constant(value=str() as name), ast.List(elts=models)],
            ):
                yield name, bool(models)


def row(name: str, pairs: list[tuple[bool, bool]]) -> str:
    """Return one line of the table from (labelled, found) pairs."""
    right = sum(label and found for label, found in pairs)
    wrong = sum(found and not label for label, found in pairs)
    leaking = sum(label for label, _ in pairs)
    precision = f"{right / (right + wrong):.2f}" if right + wrong else "–"
    recall = f"{right / leaking:.2f}" if leaking else "–"
    cells = (name, len(pairs), leaking, right, wrong, precision, recall)
    return f"| {' | '.join(map(str, cells))} |"


def main(folder: Path, files: bool) -> None:
    """Measure and print."""
    command = [sys.executable, "-m", "groundrules", "check", "--format", "json"]
    command += ["--select", "MOD", str(folder / "tests" / "inputs")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, set[str]] = {}
    for finding in json.loads(done.stdout)["findings"]:
        found.setdefault(Path(finding["path"]).name, set()).add(finding["code"])
    print("| kind | notebooks | leaking | found | false | precision | recall |")
    print("|---|---|---|---|---|---|---|")
    together: list[tuple[bool, bool]] = []
    for kind, mapped in KINDS.items():
        rows = [(name, leaks, found.get(name, set())) for name, leaks in labels(folder, kind)]
        pairs = [(leaks, bool(codes.intersection(mapped))) for _, leaks, codes in rows]
        together += pairs
        print(row(kind, pairs))
        for name, leaks, codes_ in rows if files else ():
            print(f"    {name}: {'leaks' if leaks else 'clean'}; {' '.join(sorted(codes_))}")
    print(row("both", together))
    print(f"\n{PUBLISHED}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--files" in sys.argv)

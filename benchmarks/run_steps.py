"""What `groundrules run` costs where nothing changed, beside doit, as a ratio of CPU.

    python benchmarks/run_steps.py [STEPS…] [--doit PROGRAM] [--pairs N]

Each step is a command that reads a script and a file of its own and writes another; both tools are told the same of it.
All steps were executed once before. doit (pip install doit) keeps its state by MD5 and looks whether outputs are there;
ours also looks whether they are as they were written, and notes in its log what was skipped on which data.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import measure

SCRIPT = """\
import sys
from pathlib import Path

Path(sys.argv[2]).write_text(Path(sys.argv[1]).read_text() * 2)
"""
DODO = """\
def task_step():
    for n in range({steps}):
        yield {{
            "name": str(n),
            "actions": [[{python!r}, "double.py", f"in/{{n}}.txt", f"out/{{n}}.txt"]],
            "file_dep": ["double.py", f"in/{{n}}.txt"],
            "targets": [f"out/{{n}}.txt"],
        }}
"""


def main() -> None:
    """Print a line for each number of steps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("steps", nargs="*", type=int, default=[10, 100])
    parser.add_argument("--doit", default=str(measure.TOOLS / "doit"), metavar="PROGRAM")
    parser.add_argument("--pairs", type=int, default=5)
    asked = parser.parse_args()
    print("steps  groundrules CPU s  doit CPU s  ours / doit  MB ours, doit")
    for steps in asked.steps:
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = _project(Path(folder), steps, asked.doit)
            one, other, ratio = measure.pairs(
                lambda words=ours: measure.cost(words, Path(folder)),
                lambda words=theirs: measure.cost(words, Path(folder)),
                asked.pairs,
            )
        print(
            f"{steps:5}  {one.cpu:17.3f}  {other.cpu:10.3f}  {ratio:11.2f}  {one.peak:.0f}, {other.peak:.0f}"
        )


def _project(folder: Path, steps: int, doit: str) -> tuple[list[str], list[str]]:
    """Make a project, execute it by both, and return the two commands that then have nothing to do."""
    for name in ("in", "out"):
        (folder / name).mkdir()
    (folder / "double.py").write_text(SCRIPT)
    (folder / "dodo.py").write_text(DODO.format(steps=steps, python=sys.executable))
    listed = []
    for n in range(steps):
        (folder / "in" / f"{n}.txt").write_text(f"{n}\n" * 1_000)
        read, written = f"in/{n}.txt", f"out/{n}.txt"
        listed.append(
            {
                "name": f"s{n}",
                "command": ["python", "double.py", read, written],
                "reads": [read],
                "writes": [written],
            }
        )
    (folder / "run.yaml").write_text(json.dumps({"steps": listed}))  # YAML, too
    ours, theirs = [sys.executable, "-m", "groundrules", "run"], [doit, "-v0"]
    for command, said in ((theirs, f"-- step:{steps - 1}"), (ours, f"{steps} unchanged")):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        again = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        assert said in again.stdout + again.stderr, "nothing is left to do"
    return ours, theirs


if __name__ == "__main__":
    main()

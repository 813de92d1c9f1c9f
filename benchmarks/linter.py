"""groundrules check beside its peers: python benchmarks/linter.py FOLDER

FOLDER holds checkouts of public repositories. Its .py and .ipynb files are copied aside and
checked cold, warm and as a hook would, in turn with ruff (default rules) and flake8 (with
bugbear and pandas-vet). Every rule of the default set is on. Prints one Markdown table.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

from measure import Cost, cost, pairs, progress, tool

SMALL = 4_000  # bytes: what a hook mostly meets


def copy(folder: Path, aside: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Copy the files of some suffixes, at their relative places; return their new paths."""
    copied = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and path.is_file():
            target = aside / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            copied.append(target)
    return copied


def ours(*words: str) -> list[str]:
    """Return a groundrules command."""
    return tool("groundrules", "check", "--format", "concise", *words)


def ruff(*words: str) -> list[str]:
    """Return a ruff command with its default rules, cold."""
    return tool("ruff", "check", "--no-cache", "--isolated", "--output-format", "concise", *words)


def flake8(*words: str) -> list[str]:
    """Return a flake8 command with bugbear and pandas-vet (both are on where they are installed)."""
    return tool("flake8", "--isolated", "--jobs", "1", *words)


def hook_sets(files: list[Path], folder: Path, count: int) -> list[list[str]]:
    """Return sets of five small Python files in which neither tool finds anything, spread evenly."""
    small = [f for f in files if f.suffix == ".py" and 0 < f.stat().st_size < SMALL]
    names = [str(path.relative_to(folder)) for path in small]
    sets, step = [], max(len(names) // (count * 40), 1)
    clean: list[str] = []
    for name in names[::step]:
        checks = (ours("--no-cache", name), ruff(name))
        if all(subprocess.run(c, cwd=folder, capture_output=True).returncode == 0 for c in checks):
            clean.append(name)
        if len(clean) == 5:
            sets.append(clean)
            clean = []
        if len(sets) == count:
            break
    return sets


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=5, help="paired runs (default: 5)")
    parser.add_argument("--no-flake8", action="store_true", help="leave flake8 out: it takes long")
    args = parser.parse_args()
    rows: list[tuple[str, Cost, str, Cost, float]] = []
    with tempfile.TemporaryDirectory() as place:
        aside = Path(place)
        progress("copying")
        files = copy(args.folder, aside, (".py", ".ipynb"))
        progress("cold, beside ruff")
        cold = pairs(
            lambda: cost(ours("--no-cache", "."), aside), lambda: cost(ruff("."), aside), args.pairs
        )
        rows.append(("cold", cold[0], "ruff check, cold", cold[1], cold[2]))
        progress("warm, beside ruff")
        warm = pairs(lambda: cost(ours("."), aside), lambda: cost(ruff("."), aside), args.pairs)
        rows.append(("warm, nothing changed", warm[0], "ruff check, cold", warm[1], warm[2]))
        progress("a hook on five small clean files")
        for number, names in enumerate(hook_sets(files, aside, 5), start=1):
            hook = tool("groundrules", "check", "--quiet", *names)
            one = pairs(
                lambda hook=hook: cost(hook, aside),  # type: ignore[misc]
                lambda names=names: cost(ruff(*names), aside),  # type: ignore[misc]
                4 * args.pairs,
            )
            rows.append(
                (f"hook, five small clean files ({number})", one[0], "ruff", one[1], one[2])
            )
        if not args.no_flake8:
            for path in files:
                if path.suffix != ".py":
                    path.unlink()
            progress("Python files alone, beside flake8")
            mine = cost(ours("--no-cache", "."), aside)
            other = cost(flake8("."), aside)
            rows.append(("cold, .py alone", mine, "flake8", other, mine.cpu / other.cpu))
    progress("")
    python = sum(path.suffix == ".py" for path in files)
    print(
        f"{len(files)} files ({python} .py, {len(files) - python} .ipynb); ruff {version('ruff')}, "
        f"flake8 {version('flake8')} with bugbear {version('flake8-bugbear')} and pandas-vet "
        f"{version('pandas-vet')}\n"
    )
    print(
        "| groundrules | CPU s | peak MB | peer | CPU s | ours / theirs |\n|---|---|---|---|---|---|"
    )
    for label, mine, peer, other, ratio in rows:
        print(
            f"| {label} | {mine.cpu:.3g} | {mine.peak:.0f} | {peer} | {other.cpu:.3g} | {ratio:.3g} |"
        )


if __name__ == "__main__":
    main()

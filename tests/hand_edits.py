"""What people do to a project that the experiment template made months ago, and how to tell that it is still there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import yaml

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256))
EXPORT = "user_id,variant,exposed_at\n7,control,2024-03-04 10:00:00\n"
RENAMED = "tests/test_auswertung_größe.py"
GUARDRAIL = "metrics/guardrails/errors_per_user.yaml"
SECTION = "\n## Who to ask\n\nMüller, on Mondays.\n"
BRIEF = "# Brief\n\nAsked by Müller: does the hint pay?\n"
OWN_CODE = "len(analysis.load())"
OWN_CELL = "## What we think\n\nThe hint helps those who come back."
LEGACY = "def legacy(path, separator=',', encoding='utf-8', errors='strict', header=0, index=None):"


@dataclass(frozen=True)
class Edit:
    """A kind of edit: what it does to the project, and what must hold of it after an update."""

    kind: str
    do: Callable[[Path], object]
    kept: Callable[[Path], bool]


def read(path: Path) -> str:
    """Return a text with its own line endings."""
    return path.read_bytes().decode()


def write(path: Path, text: str) -> None:
    """Write a text with the line endings that it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def change(path: Path, old: str, new: str) -> None:
    """Replace what must be there once."""
    text = read(path)
    assert text.count(old) == 1, (path, old)
    write(path, text.replace(old, new))


def notebook(project: Path) -> Any:
    """Return the project's notebook."""
    return nbformat.read(project / "analysis.ipynb", as_version=4)


def _move(project: Path, old: str, new: str) -> None:
    (project / new).parent.mkdir(parents=True, exist_ok=True)
    (project / old).rename(project / new)


def _ruff(project: Path, *words: str) -> bool:
    alone = ["--isolated", "--line-length", "72"]  # what pyproject.toml says may be in conflict
    command = [sys.executable, "-m", "ruff", "format", "-q", *alone, *words, "analysis.py"]
    return subprocess.run(command, cwd=project, check=False).returncode == 0


def _reformat(project: Path) -> None:
    change(project / "pyproject.toml", "line-length = 100", "line-length = 72")
    was = read(project / "analysis.py")
    assert _ruff(project)
    assert read(project / "analysis.py") != was


def _reformatted(project: Path) -> bool:
    code = read(project / "analysis.py")
    return _ruff(project, "--check") and "def told(path=READOUT)" in code and "line-length = 72" in read(
        project / "pyproject.toml"
    )  # fmt: skip


def _to_crlf(path: Path) -> None:
    write(path, read(path).replace("\n", "\r\n"))


def _is_crlf(path: Path) -> bool:
    text = read(path)
    return text.count("\r\n") == text.count("\n") > 10


def _guardrail(project: Path) -> None:
    _move(project, "metrics/errors_per_user.yaml", GUARDRAIL)
    change(project / GUARDRAIL, "Errors that a user met;", "Errors that a user met, of any kind;")


def _moved(project: Path) -> bool:
    text = read(project / GUARDRAIL)
    return (
        not (project / "metrics" / "errors_per_user.yaml").exists()
        and "of any kind;" in text
        and "late_data_days: 1" in text  # what the template added
    )


def _crlf_and_edited(project: Path) -> None:
    path = project / "metrics" / "revenue_per_session.yaml"
    change(path, 'owner: "analytics"', 'owner: "Jürgen"')
    _to_crlf(path)


def _crlf_stays(project: Path) -> bool:
    path = project / "metrics" / "revenue_per_session.yaml"
    return _is_crlf(path) and 'owner: "Jürgen"' in read(path) and "late_data_days: 1" in read(path)


def _without_id(cell: Any) -> Any:
    del cell["id"]  # the notebook is of a minor version that has none
    return cell


def run_notebook(project: Path, environment: Mapping[str, str]) -> None:
    """Add a cell to the notebook and run all of it, which leaves outputs and counts."""
    whole = notebook(project)
    whole.cells.insert(-1, _without_id(nbformat.v4.new_code_cell(OWN_CODE)))
    nbformat.write(whole, project / "analysis.ipynb")
    command = [sys.executable, "-m", "jupyter", "execute", "--inplace", "analysis.ipynb"]
    done = subprocess.run(command, cwd=project, env=environment, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def _add_cell(project: Path) -> None:
    whole = notebook(project)
    assert sum(bool(cell.get("outputs")) for cell in whole.cells) >= 4, "it was run"
    whole.cells.append(_without_id(nbformat.v4.new_markdown_cell(OWN_CELL)))
    nbformat.write(whole, project / "analysis.ipynb")


def _cells_stay(project: Path) -> bool:
    """Whether its own cells are there, and outputs beside the code that made them and nowhere else."""
    whole = notebook(project)
    nbformat.validate(whole)
    ran = [cell for cell in whole.cells if cell.get("outputs")]
    return (
        [cell.source for cell in ran] == [OWN_CODE]  # the template changed all others
        and int(ran[0].outputs[0]["data"]["text/plain"]) > 1000
        and ran[0].execution_count > 1
        and [cell.source for cell in whole.cells].count(OWN_CELL) == 1
    )


def _edit_cell(project: Path) -> None:
    change(project / "analysis.ipynb", "## The arms", "## Both arms, side by side")


def _own_dependency(project: Path) -> None:
    path = project / "pyproject.toml"
    change(
        path,
        "[tool.ruff.lint]",
        '[tool.ruff.lint.pydocstyle]\nconvention = "google"\n\n[tool.ruff.lint]',
    )
    write(path, read(path) + '\n[tool.groundrules.per-file-ignores]\n"sandbox/*" = ["NBK"]\n')


def _config_stays(project: Path) -> bool:
    text = read(project / "pyproject.toml")
    own = (
        '[tool.groundrules.per-file-ignores]\n"sandbox/*" = ["NBK"]\n',
        'convention = "google"\n',
    )
    return all(
        part in text for part in (*own, '"data/exposures.parquet" = "contracts/data.py:Exposures"')
    )


def _section(project: Path) -> None:
    path = project / "README.md"
    write(path, read(path) + SECTION)


EDITS = [
    Edit("code formatted at another length", _reformat, _reformatted),
    Edit(
        "a function of its own between the template's",
        lambda at: write(at / "analysis.py", read(at / "analysis.py").replace(
            "\n\ndef metric(", f"\n\n{LEGACY}\n    return path\n\n\ndef metric(")) or _ruff(at),
        lambda at: "def legacy(" in read(at / "analysis.py"),
    ),
    Edit(
        "a renamed file, with a name that is not ASCII",
        lambda at: _move(at, "tests/test_analysis.py", RENAMED),
        lambda at: not (at / "tests" / "test_analysis.py").exists()
        and "test_a_look_before_the_horizon_is_refused" in read(at / RENAMED),
    ),
    Edit("a file moved into a folder and edited", _guardrail, _moved),
    Edit(
        "a deleted file",
        lambda at: (at / ".pre-commit-config.yaml").unlink(),
        lambda at: not (at / ".pre-commit-config.yaml").exists(),
    ),
    Edit(
        "a line that the template changed, too",
        lambda at: change(at / "README.md", "Owner: analytics.", "Owner: the checkout team."),
        lambda at: "Owner: the checkout team." in read(at / "README.md"),
    ),
    Edit(
        "a figure that the template changed, too",
        lambda at: change(at / "data" / "make_data.py", "USERS = 2000", "USERS = 5000"),
        lambda at: "USERS = 5000" in read(at / "data" / "make_data.py"),
    ),
    Edit(
        "a new file where the template now has one",
        lambda at: write(at / "brief.md", BRIEF),
        lambda at: "Asked by Müller: does the hint pay?" in read(at / "brief.md"),
    ),
    Edit("carriage returns, and a line edited", _crlf_and_edited, _crlf_stays),
    Edit(
        "carriage returns alone",
        lambda at: _to_crlf(at / "contracts" / "data.py"),
        lambda at: _is_crlf(at / "contracts" / "data.py")
        and "checks.complete" in read(at / "contracts" / "data.py"),
    ),
    Edit("cells of its own in a notebook that was run", _add_cell, _cells_stay),
    Edit(
        "a cell edited", _edit_cell,
        lambda at: any("## Both arms, side by side" in cell.source for cell in notebook(at).cells),
    ),
    Edit(
        "a section of its own in the README", _section,
        lambda at: SECTION.strip() in read(at / "README.md"),
    ),
    Edit("configuration of its own", _own_dependency, _config_stays),
    Edit(
        "an executable bit",
        lambda at: (at / "data" / "make_data.py").chmod(0o755),
        lambda at: (at / "data" / "make_data.py").stat().st_mode & 0o111 == 0o111,
    ),
    Edit(
        "a binary of its own",
        lambda at: ((at / "docs").mkdir(), (at / "docs" / "arms.png").write_bytes(PNG)),
        lambda at: (at / "docs" / "arms.png").read_bytes() == PNG,
    ),
    Edit(
        "a file of its own, with a name that is not ASCII",
        lambda at: write(at / "docs" / "Überblick – naïve 日本.md", "Überblick\r\n"),
        lambda at: read(at / "docs" / "Überblick – naïve 日本.md") == "Überblick\r\n",
    ),
    Edit(
        "data put in the place of the template's, which has none there now",
        lambda at: write(at / "data" / "exposures.csv", EXPORT),
        lambda at: read(at / "data" / "exposures.csv") == EXPORT,
    ),
    Edit(
        "a last line that is not ended",
        lambda at: write(at / ".gitignore", read(at / ".gitignore") + "/sandbox/\nscratch"),
        lambda at: {"/sandbox/", "scratch"} <= set(read(at / ".gitignore").split("\n")),
    ),
    Edit(
        "a link to a file",
        lambda at: (at / "start-here.md").symlink_to("README.md"),
        lambda at: (at / "start-here.md").is_symlink()
        and (at / "start-here.md").readlink() == Path("README.md"),
    ),
    Edit(
        "a file that git ignores",
        lambda at: write(at / "scratch", "mine"),
        lambda at: read(at / "scratch") == "mine",
    ),
    Edit(
        "comments in a file that the template left alone",
        lambda at: change(at / "plan.yaml", "\nalpha: 0.05\n", "\n# agreed with finance\nalpha: 0.05\n"),
        lambda at: "# agreed with finance\n" in read(at / "plan.yaml")
        and yaml.safe_load(read(at / "plan.yaml"))["alpha"] == 0.05,
    ),
]  # fmt: skip

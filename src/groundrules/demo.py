"""The tour: a project from its template, its data validated, mistakes refused, its report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from groundrules import contracts, reports, scaffold
from groundrules.errors import GroundrulesError, MissingExtraError

_PEEKING = """from scipy.stats import ttest_ind

daily = pd.read_parquet("data/sessions.parquet").merge(
    pd.read_parquet("data/exposures.parquet"), on="user_id", validate="many_to_one"
)
for day in pd.date_range("2024-03-04", periods=14).astype(str):
    sample = daily[daily["day"].between("2024-03-04", day)]
    arms = [sample[sample["variant"] == arm] for arm in ("control", "treatment")]
    if ttest_ind(arms[0]["revenue"], arms[1]["revenue"], equal_var=False).pvalue < 0.05:
        print("significant on day", day)
        break
"""
_RATIO = """
import pandas as pd
from scipy.stats import ttest_ind

users = pd.read_csv("users.csv")
users["revenue_per_session"] = users["revenue"] / users["sessions"]
control = users[users["variant"] == "control"]
treatment = users[users["variant"] == "treatment"]
result = ttest_ind(control["revenue_per_session"], treatment["revenue_per_session"], equal_var=False)
"""
_JOIN = """SELECT e.user_id, s.revenue
FROM exposures AS e
LEFT JOIN sessions AS s ON e.user_id = s.user_id
WHERE s.day <= '2024-03-17'
"""


@dataclass(frozen=True, slots=True)
class Tour:
    """Where the project and its report are, and what the hook said of the mistakes."""

    project: Path
    report: Path
    refusal: str


def run(output: Path | None, report: Callable[[str], None]) -> Tour:
    """Take the tour. On an error or Ctrl-C nothing is left behind."""
    folder = Path(tempfile.mkdtemp(prefix="groundrules-demo-", dir=output and _made(output)))
    try:
        return _tour(folder, report)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _made(output: Path) -> Path:
    output.mkdir(parents=True, exist_ok=True)
    return output


def _tour(folder: Path, report: Callable[[str], None]) -> Tour:
    report("1/5 making an experiment project from its template")
    project = scaffold.new("experiment", folder, {"hooks": "installed"}, no_input=True)
    report("2/5 gathering its data, and validating them against their contract")
    _python(project, "gather.py", "--date", "2024-03-19")
    for data, name in (("exposures", "Exposures"), ("sessions", "Sessions")):
        verdict = contracts.validate(
            project / "data" / f"{data}.parquet", f"{project / 'contracts' / 'data.py'}:{name}"
        )
        if not verdict.passed:
            raise GroundrulesError(f"the demo's own {data} break their contract: {verdict!r}")
        report(f"    {data}: {len(verdict.rules)} rules hold for {verdict.rows:,} rows")
    report("3/5 committing it: the hook passes")
    hooked = shutil.which("git") is not None
    if hooked:
        _commit(project, folder, "An experiment, as its template makes it", expect=0)
    else:
        report("    git is not here: the check is run directly instead of by the hook")
    report("4/5 committing three mistakes into a copy: the hook refuses them")
    copy = folder / "with_mistakes"
    shutil.copytree(project, copy)
    _seed(copy)
    refusal = _commit(copy, folder, "Three mistakes", expect=1) if hooked else _check(copy)
    report("5/5 running the notebook and rendering its report")
    _python(project, "analysis.py")
    page = reports.render(project / "analysis.ipynb", execute=True, report=report)
    return Tour(project, page, refusal)


def _python(project: Path, *words: str) -> None:
    """Run a script of the project; raises GroundrulesError with what it said where it fails."""
    done = subprocess.run(
        [sys.executable, *words], cwd=project, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise GroundrulesError(f"the demo's own {words[0]} failed:\n{done.stderr}")


def _seed(copy: Path) -> None:
    """Put one known mistake each into the notebook, a script and a query."""
    notebook = copy / "analysis.ipynb"
    document = json.loads(notebook.read_text(encoding="utf-8"))
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
    }
    document["cells"].append({**cell, "source": "import pandas as pd\n" + _PEEKING})
    notebook.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    (copy / "quick_look.py").write_text(_RATIO.lstrip(), encoding="utf-8")
    (copy / "sql" / "quick_look.sql").write_text(_JOIN, encoding="utf-8")


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment in which this Python's programs come first, activated or not."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(folder / ".pre-commit")}


def _commit(project: Path, folder: Path, message: str, *, expect: int) -> str:
    """Commit everything under the real hook; return what the hook said."""
    env = _environment(folder)
    if shutil.which("pre-commit", path=env["PATH"]) is None:
        raise MissingExtraError("demo", "scaffold", "pre-commit")
    git = ["git", "-c", "user.name=groundrules demo", "-c", "user.email=demo@localhost"]
    steps = [["add", "-A"], ["-c", "commit.gpgsign=false", "commit", "-q", "-m", message]]
    if not (project / ".git").is_dir():
        steps.insert(0, ["init", "-q"])
        steps.insert(1, ["config", "--local", "core.hooksPath", ".git/hooks"])
    done = None
    for step in steps:
        if step[0] == "add" and not (project / ".git" / "hooks" / "pre-commit").is_file():
            subprocess.run(
                [sys.executable, "-m", "pre_commit", "install", "-f"],
                cwd=project, env=env, capture_output=True, check=False,
            )  # fmt: skip
            if not (project / ".git" / "hooks" / "pre-commit").is_file():
                _hook_by_hand(project)
        done = subprocess.run(
            [*git, *step], cwd=project, env=env, capture_output=True, text=True, check=False
        )
    assert done is not None
    said = done.stdout + done.stderr
    if (done.returncode != 0) != bool(expect):
        raise GroundrulesError(f"the demo's commit went otherwise than it should:\n{said}")
    return said


def _hook_by_hand(project: Path) -> None:
    """Write the hook where `pre-commit install` declines, as it does under a set core.hooksPath."""
    hook = project / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(parents=True, exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pre_commit run\n', encoding="utf-8")
    hook.chmod(0o755)


def _check(copy: Path) -> str:
    """Run the check itself, where there is no git to run a hook."""
    done = subprocess.run(
        [sys.executable, "-m", "groundrules", "check", "."],
        cwd=copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout

"""`groundrules run`: what is executed, what is skipped, and that nothing half-done is taken for done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import Run
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from groundrules.errors import ContentError, UsageError
from groundrules.render import chromium
from groundrules.runs import order, parameters, steps
from groundrules.runs.digest import Digests

pytestmark = pytest.mark.templates

GATHER = """\
import sys, helper
from pathlib import Path
print("gathers", sys.argv[1])
Path("data/orders.csv").write_text(Path("raw/orders.csv").read_text() + helper.MORE)
"""
YAML = """\
parameters:
  date: 2024-03-17
steps:
  - name: gather
    command: [python, gather.py, "{date}"]
    reads: [raw]
    writes: [data/orders.csv]
  - name: publish
    command: [python, -c, "import shutil, sys; shutil.copy('data/orders.csv', sys.argv[1])", "reports/{date}.csv"]
    reads: ["data/*.csv"]
    writes: [reports/{date}.csv]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two commands, in a folder whose name a shell would trip over."""
    folder = tmp_path / "a b; 'c' $d é"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "orders.csv").write_text("id,note\n1,x\n", encoding="utf-8")
    (folder / "gather.py").write_text(GATHER, encoding="utf-8")
    (folder / "helper.py").write_text("MORE = '2,y\\n'\n", encoding="utf-8")
    text = YAML.replace("reports/{date}.csv]", '"reports/{date}.csv"]')
    # CRLF: as an editor of Windows leaves it.
    (folder / "run.yaml").write_bytes(text.replace("\n", "\r\n").encode())
    return folder


def events(folder: Path, values: str = "date=2024-03-17") -> list[dict[str, Any]]:
    lines = (folder / "runs" / values / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def last(folder: Path, values: str = "date=2024-03-17") -> dict[str, tuple[str, str]]:
    """Return step → outcome and why, of the last run."""
    lines = events(folder, values)
    start = max(place for place, line in enumerate(lines) if line["event"] == "began")
    return {
        line["step"]: (line["outcome"], line["why"])
        for line in lines[start:]
        if line["event"] == "step"
    }


def outcomes(folder: Path, values: str = "date=2024-03-17") -> list[str]:
    return [outcome for outcome, _ in last(folder, values).values()]


def waited(there: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not there():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_runs_once_and_says_on_which_data(project: Path, run: Run) -> None:
    done = run("run", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "gathers 2024-03-17" in done.stderr
    assert (project / "reports" / "2024-03-17.csv").read_text() == "id,note\n1,x\n2,y\n"
    began, gather, _, ended = events(project)
    assert began["parameters"] == {"date": "2024-03-17"} and ended["outcome"] == "done"
    assert [(one["path"], one["rows"]) for one in gather["writes"]] == [("data/orders.csv", 2)]
    assert [one["path"] for one in gather["reads"]] == ["gather.py", "helper.py", "raw/orders.csv"]
    assert "gathers" in (project / gather["output"]).read_text()
    again = run("run", cwd=project)
    assert again.returncode == 0 and outcomes(project) == ["skipped", "skipped"]
    assert "wrote data/orders.csv" not in again.stderr
    told = run("run", "--log", cwd=project).stdout
    assert "gather: skipped" in told and "data/orders.csv" in told and "Done after" in told
    assert run("run", "--list", cwd=project).stdout.count("fresh") == 2


def _other_command(folder: Path) -> None:
    text = (folder / "run.yaml").read_bytes().replace(b'"{date}"]', b'"{date}", x]', 1)
    (folder / "run.yaml").write_bytes(text)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda p: (p / "helper.py").write_text("MORE = '3,z\\n'\n"), "helper.py changed"),
        (lambda p: (p / "raw" / "more.csv").write_text("id\n"), "raw/more.csv is new"),
        (lambda p: (p / "data" / "orders.csv").unlink(), "data/orders.csv, which it wrote, is gone"),
        (lambda p: (p / "data" / "orders.csv").write_text("x"), "data/orders.csv is not as it wrote it"),
        (_other_command, "its command changed"),
    ],
    ids=["import", "new file", "output gone", "output changed", "command"],
)  # fmt: skip
def test_what_changed_is_executed_again(
    project: Path, run: Run, change: Callable[[Path], object], why: str
) -> None:
    assert run("run", cwd=project).returncode == 0
    change(project)
    assert why in run("run", "--list", cwd=project).stdout
    assert run("run", cwd=project).returncode == 0
    assert last(project)["gather"] == ("ran", why)
    assert run("run", cwd=project).returncode == 0 and outcomes(project) == ["skipped", "skipped"]


def test_a_change_without_consequence_stops_where_it_ends(project: Path, run: Run) -> None:
    assert run("run", cwd=project).returncode == 0
    with (project / "gather.py").open("a", encoding="utf-8") as stream:
        stream.write("# said better\n")
    assert run("run", cwd=project).returncode == 0
    assert outcomes(project) == ["ran", "skipped"]


def test_another_date_has_its_own_state_and_from_and_again(project: Path, run: Run) -> None:
    other = ["run", "--set", "date=2024-03-24"]
    assert run("run", cwd=project).returncode == 0
    assert run(*other, cwd=project).returncode == 0
    assert outcomes(project, "date=2024-03-24") == ["ran", "ran"]
    assert run("run", cwd=project).returncode == 0 and outcomes(project) == ["skipped", "skipped"]
    assert run("run", "--again", cwd=project).returncode == 0
    assert outcomes(project) == ["ran", "ran"]
    (project / "gather.py").write_text("raise SystemExit(5)", encoding="utf-8")
    left = run("run", "--from", "publish", cwd=project)
    assert left.returncode == 0 and outcomes(project) == ["left", "ran"]
    assert "left as it is by --from, though gather.py changed" in left.stderr
    wrong = run("run", "--from", "publsh", cwd=project)
    assert wrong.returncode == 2 and "did you mean `publish`?" in wrong.stderr


def test_a_step_without_parameters_is_done_for_all_of_them(project: Path, run: Run) -> None:
    text = (project / "run.yaml").read_text(encoding="utf-8").replace(', "{date}"]', ", all]", 1)
    (project / "run.yaml").write_text(text, encoding="utf-8")
    assert run("run", cwd=project).returncode == 0
    assert run("run", "--set", "date=2024-03-24", cwd=project).returncode == 0
    assert outcomes(project, "date=2024-03-24") == ["skipped", "ran"]


def test_a_failing_step_stops_the_run(project: Path, run: Run) -> None:
    (project / "gather.py").write_text("print('so far'); raise SystemExit(7)", encoding="utf-8")
    failed = run("run", cwd=project)
    assert failed.returncode == 1
    for said in ("gather: exit code 7", "    so far", "step-gather.log"):
        assert said in failed.stderr
    assert last(project)["gather"][0] == "failed" and "publish" not in last(project)
    assert events(project)[-1]["outcome"] == "failed"
    (project / "gather.py").write_text("", encoding="utf-8")
    missing = run("run", cwd=project)
    assert missing.returncode == 1 and "did not write data/orders.csv" in missing.stderr
    (project / "gather.py").write_text(
        "open('data/orders.csv', 'w').write('x'); open('raw/orders.csv', 'a').write('y')",
        encoding="utf-8",
    )
    moved = run("run", cwd=project)
    assert moved.returncode == 1 and "raw/orders.csv changed while the step ran" in moved.stderr


SLOW = """\
import os, time
from pathlib import Path
out = Path("data/orders.csv")
out.write_text("half")
if not Path("quick").exists():
    Path("begun").write_text(str(os.getpid()))
    time.sleep(60)
out.write_text("id\\n1\\n")
"""


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_what_was_killed_in_the_middle_is_executed_again(
    project: Path, run: Run, sign: signal.Signals
) -> None:
    (project / "gather.py").write_text(SLOW, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "groundrules", "run"], cwd=project, stderr=subprocess.PIPE
    ) as killed:
        waited(lambda: (project / "begun").exists() and bool((project / "begun").read_text()))
        child = int((project / "begun").read_text())
        second = run("run", cwd=project)
        assert second.returncode == 2
        assert (
            f"another run with these parameters is under way (process {killed.pid}" in second.stderr
        )
        killed.send_signal(sign)
        code = killed.wait(30)
    assert code == (130 if sign == signal.SIGINT else -sign)
    waited(lambda: not _alive(child))
    assert (project / "data" / "orders.csv").read_text() == "half"
    assert "not finished" in run("run", "--list", cwd=project).stdout
    if sign != signal.SIGINT:
        assert "It did not end" in run("run", "--log", cwd=project).stdout
    (project / "quick").touch()
    resumed = run("run", cwd=project)
    assert resumed.returncode == 0, resumed.stderr
    assert last(project)["gather"][0] == "ran" and "not finished" in last(project)["gather"][1]
    assert (project / "reports" / "2024-03-17.csv").read_text() == "id\n1\n"


def test_what_cannot_be_read_started_or_written_is_told_with_its_mend(
    project: Path, run: Run
) -> None:
    def refused(*words: str) -> str:
        done = run("run", *words, cwd=project)
        assert done.returncode == 2, done.stderr
        return done.stderr

    whole = (project / "run.yaml").read_text(encoding="utf-8")
    for old, new, said in [
        ("[python, gather.py", "[no-such-program", "there is no such program"),
        ("[python, gather.py", "[gather.py", "as in [python, gather.py]"),
        ("[raw]", "[rwa]", "run.yaml:4: step `gather` reads 'rwa', and there is no such file"),
    ]:
        (project / "run.yaml").write_text(whole.replace(old, new), encoding="utf-8")
        assert said in refused()
    (project / "run.yaml").write_text(whole, encoding="utf-8")
    assert "did you mean `date`?" in refused("--set", "dat=2024-03-24")
    assert "no day of the calendar" in refused("--set", "date=2024-02-30")
    assert "Traceback" not in refused("--set", "date=2024-02-30")
    for folder in [project / "runs"]:
        if folder.is_dir():
            folder.rename(project / "gone")
        folder.write_text("a file", encoding="utf-8")
    assert "runs" in refused() and "cannot be written" in refused()
    (project / "run.yaml").unlink()
    assert "there is no run.yaml" in refused()


CONTRACT = """\
import pandera.pandas as pa


class Orders(pa.DataFrameModel):
    id: int = pa.Field(unique=True)


class Notes(pa.DataFrameModel):
    note: str = pa.Field(isin=["x"])
"""


def test_broken_contracts_are_all_named_and_stop_the_run(project: Path, run: Run) -> None:
    (project / "contracts.py").write_text(CONTRACT, encoding="utf-8")
    (project / "pyproject.toml").write_text(
        '[tool.groundrules.contracts]\n"data/*.csv" = "contracts.py:Orders"\n'
        '"raw/orders.csv" = "contracts.py:Notes"\n"later/*.csv" = "contracts.py:Notes"\n',
        encoding="utf-8",
    )
    check = "  - name: check\n    validate: [data/orders.csv, raw/orders.csv]\n"
    text = (project / "run.yaml").read_text(encoding="utf-8")
    text = text.replace("  - name: publish", check + "  - name: publish")
    (project / "run.yaml").write_text(text, encoding="utf-8")
    kept = run("run", cwd=project)
    assert kept.returncode == 0, kept.stderr
    verdicts = next(line for line in events(project) if line.get("step") == "check")["verdicts"]
    told = [(one["data"], one["passed"], one["rows"]) for one in verdicts]
    assert told == [("data/orders.csv", True, 2), ("raw/orders.csv", True, 1)]
    assert run("run", cwd=project).returncode == 0
    assert outcomes(project) == ["skipped"] * 3
    (project / "raw" / "orders.csv").write_text("id,note\n2,q\n", encoding="utf-8")
    broken = run("run", cwd=project)
    assert broken.returncode == 1
    assert "2 of 2 tables break their contract" in broken.stderr
    assert "publish" not in last(project)
    (project / "pyproject.toml").write_text("[tool.groundrules]\n", encoding="utf-8")
    unnamed = run("run", cwd=project)
    assert unnamed.returncode == 2 and "names no contract for data/orders.csv" in unnamed.stderr


def test_a_notebook_is_executed_aside_with_the_parameters(tmp_path: Path, run: Run) -> None:
    cells = [
        new_code_cell("date, name, n = '', '', 0", metadata={"tags": ["parameters"]}),
        new_code_cell("print(f'{date}|{name}|{n + 1}')\nassert n < 9, 'too many'"),
        new_markdown_cell("It grew.", metadata={"tags": ["answer"]}),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "analysis.ipynb")
    before = (tmp_path / "analysis.ipynb").read_bytes()
    (tmp_path / "run.yaml").write_text(
        "parameters: {date: 2024-03-17, name: plain, n: 1}\nsteps:\n  - name: report\n"
        "    notebook: analysis.ipynb\n    report: reports/{date} {name}.html\n",
        encoding="utf-8",
    )
    hostile = ["run", "--set", 'name="it\'s"; #é {n}', "--set", "n=2"]
    done = run(*hostile)
    assert done.returncode == 0, done.stderr
    page = tmp_path / "reports" / '2024-03-17 "it\'s"; #é {n}.html'
    assert "it's" in page.read_text(encoding="utf-8") and "|3" in page.read_text(encoding="utf-8")
    assert done.stdout.strip() == str(Path("reports") / page.name)
    assert (tmp_path / "analysis.ipynb").read_bytes() == before
    assert "1 unchanged" in run(*hostile).stderr
    failed = run("run", "--set", "n=9")
    assert failed.returncode == 1 and "AssertionError: too many" in failed.stderr


RENDERED = """\
parameters: {date: 2024-03-17}
steps:
  - name: report
    notebook: analysis.ipynb
    report: out/{date}.html
    slides: out/{date}-slides.html
    pdf: out/{date}.pdf
"""
WAITS = """\
import os, time
from pathlib import Path
Path("begun").write_text(str(os.getpid()))
while not Path("quick").exists():
    time.sleep(0.05)
"""


def notebook_project(folder: Path, *sources: str) -> None:
    cells = [
        new_code_cell("date = ''", metadata={"tags": ["parameters"]}),
        new_markdown_cell("It grew.", metadata={"tags": ["answer"]}),
        new_markdown_cell("## How it grew"),
        *map(new_code_cell, sources),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "analysis.ipynb")
    (folder / "run.yaml").write_text(RENDERED, encoding="utf-8")


def test_a_notebook_becomes_report_slides_and_pdf_by_one_execution(
    tmp_path: Path, run: Run
) -> None:
    notebook_project(
        tmp_path, "print('as of', date, file=open('times', 'a'))\nprint('as of', date)"
    )
    done = run("run")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "times").read_text() == "as of 2024-03-17\n"
    report, slides = (tmp_path / "out" / f"2024-03-17{end}.html" for end in ("", "-slides"))
    assert "as of 2024-03-17" in report.read_text(encoding="utf-8")
    pages = slides.read_text(encoding="utf-8")
    assert pages.count("<section") >= 2 and "How it grew" in pages
    printed = tmp_path / "out" / "2024-03-17.pdf"
    named = ["out/2024-03-17.html", "out/2024-03-17-slides.html"]
    if chromium.find():
        assert printed.read_bytes().startswith(b"%PDF-")
        named.append("out/2024-03-17.pdf")
    assert done.stdout.split() == named
    slides.unlink()
    assert "2024-03-17-slides.html" in run("run").stderr and slides.is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="browsers are looked for beside the PATH, too")
def test_without_a_browser_a_run_leaves_its_pdf_out_and_says_so(tmp_path: Path) -> None:
    notebook_project(tmp_path)

    def by(path: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "groundrules", "run"], cwd=tmp_path, capture_output=True,
            text=True, check=False, env={**os.environ, "PATH": path},
        )  # fmt: skip

    bare = by(str(tmp_path / "nothing"))
    assert bare.returncode == 0 and (tmp_path / "out" / "2024-03-17-slides.html").is_file()
    assert "out/2024-03-17.pdf is left out: a PDF is printed by Chromium" in bare.stderr
    assert not (tmp_path / "out" / "2024-03-17.pdf").exists() and ".pdf" not in bare.stdout
    assert "1 unchanged" in by(str(tmp_path / "nothing")).stderr
    if chromium.find():
        assert "0 unchanged" in by(os.environ["PATH"]).stderr
        assert (tmp_path / "out" / "2024-03-17.pdf").is_file()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_notebook_killed_in_the_middle_leaves_nothing_half_written(
    tmp_path: Path, run: Run
) -> None:
    notebook_project(tmp_path, "print('before')", WAITS, "print('after')")
    (tmp_path / "run.yaml").write_text(RENDERED.replace("    pdf: out/{date}.pdf\n", ""))
    before = (tmp_path / "analysis.ipynb").read_bytes()
    with subprocess.Popen(
        [sys.executable, "-m", "groundrules", "run"], cwd=tmp_path, stderr=subprocess.PIPE
    ) as killed:
        waited(lambda: (tmp_path / "begun").exists() and bool((tmp_path / "begun").read_text()))
        kernel = int((tmp_path / "begun").read_text())
        killed.kill()
        assert killed.wait(30) == -signal.SIGKILL
    waited(lambda: not _alive(kernel))
    assert list((tmp_path / "out").iterdir()) == []
    assert (tmp_path / "analysis.ipynb").read_bytes() == before
    assert "not finished" in run("run", "--list").stdout
    (tmp_path / "quick").touch()
    resumed = run("run")
    assert resumed.returncode == 0, resumed.stderr
    assert last(tmp_path)["report"][0] == "ran" and "not finished" in last(tmp_path)["report"][1]
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == ["2024-03-17-slides.html", "2024-03-17.html"]
    assert "after" in (tmp_path / "out" / "2024-03-17.html").read_text(encoding="utf-8")
    assert (tmp_path / "analysis.ipynb").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps: [{name: a, comand: [x]}]", "1: steps.0: unknown key `comand`; did you mean `command`?"),
        ("steps: [{name: a}]", "a step is one of"),
        ("steps:\n- {name: a, command: [x]}\n- {name: A, command: [x]}", "3: there are two steps of the name `A`"),
        ("steps: [{name: a, command: [x, {date}]}]", "put it in quotes"),
        ("parameters: {date: 2024-03-17}\nsteps: [{name: a, command: [x, '{dat}']}]", "did you mean {date}?"),
        ("steps: [{name: a, command: [x, '{']}]", "write {{ for a brace"),
        ("parameters: {date: 2024-02-30}\nsteps: [{name: a, command: [x]}]", "no day of the calendar"),
        ("parameters: {class: 1}\nsteps: [{name: a, command: [x]}]", "word of Python's own"),
        ("steps: [{name: a, command: [x], report: y.html}]", "only a notebook has `report`"),
        ("steps: [{name: a, command: [x], writes: ['d/*']}]", "name the folder"),
        ("steps: [{name: a, command: [x], writes: [d/x]}, {name: b, command: [x], writes: [d]}]", "only one step may"),
        ("steps: [{name: a, command: [x], writes: [d], reads: ['d/*.csv']}]", "which it writes itself"),
        ("steps: [{name: a, command: [x], reads: ['**/*.csv']}, {name: b, command: [x], writes: [d/e.csv]}]",
         "which the later step `b` writes"),
        ("steps: [{name: a, command: [x], writes: [runs/x]}]", "holds states and logs"),
        ("steps: [{name: a, command: [x], writes: ['..']}]", "the whole project"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_when_it_is_read(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "run.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        source = steps.read(file)
        order.check(source, steps.jobs(source, source.pipeline.parameters))
    assert said in str(refused.value)


def test_parameters_have_the_type_of_their_defaults() -> None:
    defaults = {"day": "2024-03-17", "n": 3, "x": 0.5, "on": False, "name": "a"}
    given = ["day=2024-03-24", "n=-4", "x=2", "on=true", "name=a=b"]
    assert parameters.chosen(defaults, given) == {
        "day": "2024-03-24", "n": -4, "x": 2.0, "on": True, "name": "a=b",
    }  # fmt: skip
    for wrong in (
        "day=24.3.2024",
        "n=2.5",
        "x=many",
        "x=1e999",
        "on=yes",
        "name=\udc80",
        "m=1",
        "n",
    ):
        with pytest.raises(UsageError):
            parameters.chosen(defaults, [wrong])


def test_folders_of_parameters_are_names_everywhere_and_differ() -> None:
    values = [
        "a",
        "A",
        "a.",
        "a b",
        "a/b",
        "a\\b",
        "con",
        "é",
        "x" * 300,
        "x" * 301,
        "",
        "a,b=1",
        "..",
        "a:b",
        "*",
    ]
    names = [parameters.folder_name({"name": value}) for value in values]
    assert len({name.casefold() for name in names}) == len(values)
    for name in names:
        assert (
            len(name) < 100 and not name.endswith((".", " ")) and not set(name) & set('<>:"/\\|?*')
        )
    assert parameters.folder_name({"date": "2024-03-17"}) == "date=2024-03-17"


def test_a_large_file_is_read_once_while_it_stays(tmp_path: Path) -> None:
    file, memory = tmp_path / "large.csv", tmp_path / "digests.json"
    file.write_bytes(b'a\n"x\ny"\n' + b"1\n" * 600_000)
    first = Digests(memory)
    found = first.of(str(file))
    first.save()
    assert found and found.rows == 600_001
    stored = json.loads(memory.read_text())
    stored[str(file)][1] = "remembered"
    memory.write_text(json.dumps(stored))
    assert Digests(memory).of(str(file)).sha256 == "remembered"  # type: ignore[union-attr]
    assert Digests(memory, fresh=True).of(str(file)) == found
    about = file.stat()
    with file.open("r+b") as stream:
        stream.write(b"b")
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))  # a program that hides its change
    assert Digests(memory).of(str(file)).sha256 not in ("remembered", found.sha256)  # type: ignore[union-attr]

"""The runner: exercises load or say why not, grading is fair and cannot be talked round."""

from __future__ import annotations

import argparse
import doctest
import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("scipy", reason="the exercises need the extra `learn`")

from groundrules.cli import learn as command
from groundrules.errors import ContentError, GroundrulesError, MissingExtraError, UsageError
from groundrules.learn import api, grading, progress, sandbox, workspace
from groundrules.learn.exercise import Exercise, exercises, find, load
from groundrules.learn.grading import DOES_NOT_RUN, Report, Verdict, grade

# A small exercise of a "team of ours": quick to grade, and proof that a team's
# own folder goes through the same code.
TOML = """
id = "01_mean"
title = "The mean of a list"
version = 1
order = 1
minutes = 2
standard = "experiments/stopping"
rules = []
form = "function"
file = "work.py"
function = "mean"
requires = []

[limits]
seconds = 3
memory_mb = 400

[[misconceptions]]
id = "forgets_to_divide"
says = "The sum is no mean."
hints = ["Look at the units.", "How many are there?", "Divide by len(values)."]

[[misconceptions]]
id = "fears_nothing"
says = "An empty list has no mean."
hints = ["What of none?", "Dividing by nought raises.", "Return None for an empty list."]

[[mutations]]
id = "some"
does = "A list of numbers."
expects = "Their mean."
misconception = "forgets_to_divide"

[[mutations]]
id = "none"
does = "An empty list."
expects = "None."
misconception = "fears_nothing"
"""
GRADE = """
import random
from groundrules.learn import Case, Failure, close

def cases(seed):
    draw = random.Random(seed)
    lists = [[draw.randint(1, 99) for _ in range(5)] for _ in range(3)]
    return [*(Case("some", one) for one in lists), Case("none", [])]

def judge(cases, answers):
    for case, answer in zip(cases, answers, strict=True):
        if not case.frame:
            if answer.get("mean", 0) is not None:
                yield Failure("fears_nothing", "none", "it is not None")
        elif not close(answer.get("mean"), sum(case.frame) / len(case.frame), 1e-9):
            yield Failure("forgets_to_divide", "some", f"mean is {answer.get('mean')!r}")
"""
STUB = "def mean(values):\n    return {'mean': sum(values)}\n"
RIGHT = "def mean(values):\n    return {'mean': sum(values) / len(values) if values else None}\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A team's folder with one small exercise."""
    place = tmp_path / "team"
    folder = place / "01_mean"
    folder.mkdir(parents=True)
    (folder / "exercise.toml").write_text(TOML)
    (folder / "grade.py").write_text(GRADE)
    (folder / "make_data.py").write_text("def example(seed):\n    return {'list.txt': '1 2 3'}\n")
    (folder / "README.md").write_text("# The mean\n")
    (folder / "work.py").write_text(STUB)
    return place


@pytest.fixture
def small(team: Path) -> Exercise:
    return find("mean", team)


def graded(exercise: Exercise, code: str, tmp_path: Path) -> Report:
    source = tmp_path / "work.py"
    source.write_text(code)
    return grade(exercise, source)


def names(report: Report) -> list[str]:
    return [named.misconception.id for named in report.named]


def run(*argv: object) -> int:
    """The command line of `learn` alone, with the exit code that `main` would give."""
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["learn", *map(str, argv)])
    try:
        return int(args.run(args))
    except GroundrulesError:
        return 2


def test_the_doctests_of_the_public_api_hold() -> None:
    assert doctest.testmod(api).failed == 0
    assert doctest.testmod(api).attempted >= 5


# --- grading on merit ---------------------------------------------------------------


def test_right_passes_and_wrong_is_named(small: Exercise, tmp_path: Path) -> None:
    assert graded(small, RIGHT, tmp_path).verdict is Verdict.PASS
    wrong = graded(small, STUB, tmp_path)
    assert wrong.verdict is Verdict.NOT_YET
    assert names(wrong) == ["forgets_to_divide", "fears_nothing"]


def test_an_error_on_one_mutation_is_named_after_it(small: Exercise, tmp_path: Path) -> None:
    code = "def mean(values):\n    return {'mean': sum(values) / len(values)}\n"
    report = graded(small, code, tmp_path)
    assert names(report) == ["fears_nothing"]
    assert "ZeroDivisionError" in report.named[0].failures[0].seen
    assert "line 2" in report.named[0].failures[0].seen


def test_two_gradings_say_the_same_and_another_seed_other_data(small: Exercise) -> None:
    stub = small.folder / "work.py"
    assert grade(small, stub) == grade(small, stub)
    assert grade(small, stub, 5).named != grade(small, stub, 6).named


@pytest.mark.parametrize(
    "code",
    [
        "def mean(values:\n",
        "import no_such_package_anywhere\n",
        "x = 1\n",
        "raise SystemExit(0)\n",
        "def mean(values):\n    raise SystemExit(0)\n",
        "def mean(values):\n    raise KeyboardInterrupt\n",
        "def mean(values):\n    return 'pass'\n",
        "def mean(values):\n    return None\n",
        "import os\nos._exit(0)\n",
        "import os\ndef mean(values):\n    os._exit(0)\n",
        "import os\ndef mean(values):\n    os.abort()\n",
        "import ctypes\ndef mean(values):\n    ctypes.string_at(0)\n",
        "def mean(values):\n    while True: pass\n",
        "import time\ntime.sleep(60)\n",
        "import sys\nsys.setrecursionlimit(10**6)\ndef mean(v):\n    return mean(v)\n",
        "class E(Exception):\n    def __str__(self): raise ValueError\ndef mean(v):\n    raise E\n",
    ],
    ids=[
        "syntax error", "missing import", "no function", "exit at import", "exit", "interrupt",
        "a text", "nothing", "_exit at import", "_exit", "abort", "segfault", "endless loop",
        "sleeps at import", "endless recursion", "error that cannot be told",
    ],
)  # fmt: skip
def test_code_that_gives_no_answer_is_not_yet(small: Exercise, tmp_path: Path, code: str) -> None:
    report = graded(small, code, tmp_path)
    assert report.verdict is Verdict.NOT_YET, report.problem
    assert names(report) == [DOES_NOT_RUN.id]


@pytest.mark.parametrize(
    "answer",
    [
        "float('nan')", "float('inf')", "10 ** 5000", "'x' * 10**7", "{1: {2: {3: [[[[[]]]]]}}}",
        "object()", "True", "[1]", "b''", "iter([])", "10 ** 400",
    ],
)  # fmt: skip
def test_odd_values_are_judged_and_break_nothing(
    small: Exercise, tmp_path: Path, answer: str
) -> None:
    report = graded(small, f"def mean(values):\n    return {{'mean': {answer}}}\n", tmp_path)
    assert report.verdict is Verdict.NOT_YET


def test_a_value_that_holds_itself_breaks_nothing(small: Exercise, tmp_path: Path) -> None:
    code = "def mean(values):\n    ring = {}\n    ring['mean'] = ring\n    return ring\n"
    assert graded(small, code, tmp_path).verdict is Verdict.NOT_YET


# --- tampering ----------------------------------------------------------------------

# Each is tried twice: before a wrong answer, where it must not help, and before a
# right one, where it must not harm (except for code that breaks itself).
TAMPERING = {
    "prints fake verdicts": "print('PASS'); print('[0, {\"value\": {\"mean\": 1}}]')",
    "prints rubbish": "import sys; sys.stdout.write('\\x00\\x1b[2J' * 1000); sys.stderr.write('x')",
    "patches comparisons": "import builtins, math; builtins.abs = math.isfinite = bool",
    "patches json": "import json; json.loads = lambda *a: {}",
    "writes to every descriptor": (
        "import os\nfor fd in range(3, 64):\n"
        "    for line in (b'\"ready\"\\n', b'\\xff[1]\\n', b'{' * 9999 + b'\\n'):\n"
        "        try: os.write(fd, line)\n        except OSError: pass"
    ),
    "imports our own judge": (
        "try:\n    import groundrules.learn.grading as g\n    g.grade = lambda *a: None\n"
        "except Exception: pass"
    ),
    "forks": (
        "import os\ntry:\n    if os.fork() == 0:\n        open('../lines', 'w').write('x')\n"
        "        os._exit(0)\nexcept OSError: pass"
    ),
    "starts a program": (
        "import subprocess\ntry: subprocess.Popen(['sleep', '30'])\nexcept OSError: pass"
    ),
    "kills its parent": (
        "import os, signal\ntry: os.kill(os.getppid(), signal.SIGKILL)\nexcept OSError: pass"
    ),
    "deletes its folder": (
        "import shutil\nfor place in ('.', '..'):\n"
        "    try: shutil.rmtree(place)\n    except OSError: pass"
    ),
    "replaces the parent's files": (
        "import os\nfor name in ('lines', 'printed'):\n    try:\n"
        "        os.remove('../' + name); os.symlink('/dev/zero', '../' + name)\n"
        "    except OSError: pass"
    ),
    "patches the system": "import os, sys; os._exit = os.write = sys.exit = print",
    "leaves threads behind": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    ),
    "says it is ready again": 'import os; os.write(1, b\'"ready"\\n["missing", "pandas"]\\n\')',
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_changes_no_verdict(small: Exercise, tmp_path: Path, name: str) -> None:
    before = TAMPERING[name] + "\n\n"
    wrong = graded(small, before + STUB, tmp_path)
    assert wrong.verdict is Verdict.NOT_YET, wrong.problem
    assert graded(small, before + RIGHT, tmp_path).verdict is Verdict.PASS


def test_forged_lines_of_a_guessed_channel_are_judged_like_any_answer(
    small: Exercise, tmp_path: Path
) -> None:
    forged = (
        "import os, json\n"
        "for fd in range(3, 64):\n    for i in range(4):\n"
        "        try: os.write(fd, json.dumps([i, {'value': {'mean': 50}}]).encode() + b'\\n')\n"
        "        except OSError: pass\n"
        '        try: os.write(fd, b\'["missing", "pandas"]\\n\')\n'
        "        except OSError: pass\n"
    )
    report = graded(small, forged + RIGHT, tmp_path)
    assert report.verdict is Verdict.NOT_YET


def test_a_memory_bomb_is_not_yet(small: Exercise, tmp_path: Path) -> None:
    code = "def mean(values):\n    return {'mean': len(bytearray(8 * 10**9))}\n"
    report = graded(small, code, tmp_path)
    assert report.verdict is Verdict.NOT_YET
    assert "MemoryError" in report.named[0].failures[0].seen


@pytest.mark.parametrize(
    ("attempt", "told"),
    [
        ("open({grade!r}).read()", "may not read"),
        ("__import__('os').listdir({folder!r})", "may not read"),
        ("open({grade!r}, 'a').write('x')", "may not"),
        ("open({outside!r}, 'w').write('x')", "may not write"),
        ("__import__('os').remove({outside!r})", "may not change"),
        ("__import__('socket').create_connection(('127.0.0.1', 9))", "may not use the network"),
        ("__import__('subprocess').run(['true'])", "may not start"),
        ("__import__('os').system('true')", "may not start"),
    ],
)
def test_what_is_walled_off_is_refused(
    small: Exercise, tmp_path: Path, attempt: str, told: str
) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("precious")
    before = (small.folder / "grade.py").read_text()
    line = attempt.format(
        grade=str(small.folder / "grade.py"), folder=str(small.folder), outside=str(outside)
    )
    report = graded(small, f"def mean(values):\n    {line}\n    return {{}}\n", tmp_path)
    assert report.verdict is Verdict.NOT_YET
    assert told in report.named[0].failures[0].seen
    assert outside.read_text() == "precious"
    assert (small.folder / "grade.py").read_text() == before


def test_the_learners_code_gets_no_name_no_token_no_order(
    small: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    code = (
        "import os, sys\n"
        "seen = os.listdir('..') + list(os.environ) + sys.argv + sys.path\n"
        "def mean(values):\n    return {'mean': sorted(map(str, seen))}\n"
    )
    source = tmp_path / "work.py"
    source.write_text(code)
    job = sandbox.Job(source, "work.py", "mean", [[1]], [], small.folder, 5, 400)
    (answer,) = sandbox.run(job).answers.values()
    assert "SOME_TOKEN" not in answer["mean"]
    assert not {"job.json", "frames.pickle"} & set(answer["mean"])
    assert not any("01_mean" in one for one in answer["mean"])


def test_its_own_temporary_folder_is_free_to_write(small: Exercise, tmp_path: Path) -> None:
    code = (
        "import tempfile\nopen('note.txt', 'w').write('x')\n"
        "with tempfile.TemporaryDirectory() as place:\n    open(place + '/a', 'w').close()\n"
    )
    assert graded(small, code + RIGHT, tmp_path).verdict is Verdict.PASS


def test_patched_numpy_and_pandas_change_nothing(tmp_path: Path) -> None:
    exercise = find("peeking")
    stub = (exercise.folder / exercise.file).read_text()
    patch = (
        "import numpy, scipy.stats\nnumpy.isclose = numpy.allclose = lambda *a, **k: True\n"
        "numpy.testing.assert_allclose = print\npd.testing.assert_frame_equal = print\n"
        "pd.DataFrame.__eq__ = lambda *a: True\n"
    )
    (tmp_path / "analysis.py").write_text(stub.replace("\nHORIZON", patch + "\nHORIZON", 1))
    report = grade(exercise, tmp_path / "analysis.py")
    assert report.verdict is Verdict.NOT_YET
    assert "peeks" in names(report)


# --- grader problems are never the learner's ----------------------------------------


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("grade.py", "def cases(seed):\n    raise OSError('disk')\n"),
        ("grade.py", "def cases(seed):\n    return 5\n"),
        ("grade.py", "import nothing_like_it\n"),
        ("grade.py", GRADE + "\ndef judge(cases, answers):\n    1 / 0\n"),
        ("grade.py", GRADE.replace('"fears_nothing", "none"', '"unheard_of", "none"')),
    ],
)
def test_a_broken_grader_is_a_grader_problem(team: Path, file: str, text: str) -> None:
    (team / "01_mean" / file).write_text(text)
    report = grade(find("mean", team), team / "01_mean" / "work.py")
    assert report.verdict is Verdict.GRADER_PROBLEM
    assert report.problem and not report.named


def test_a_broken_environment_is_a_grader_problem(
    small: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox.sys, "executable", "/no/such/python")
    assert grade(small, small.folder / "work.py").verdict is Verdict.GRADER_PROBLEM


def test_a_package_that_the_child_lacks_is_a_grader_problem(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = team / "01_mean" / "exercise.toml"
    path.write_text(path.read_text().replace("requires = []", 'requires = ["not_installed"]'))
    exercise = load(path.parent)
    with pytest.raises(MissingExtraError, match=r"pip install .*learn"):
        grade(exercise, path.parent / "work.py")
    monkeypatch.setattr(grading, "need", lambda exercise: None)
    report = grade(exercise, path.parent / "work.py")
    assert report.verdict is Verdict.GRADER_PROBLEM
    assert "not_installed" in (report.problem or "")


def test_without_namespaces_the_same_verdicts(
    small: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_namespaces", lambda: ())
    assert graded(small, RIGHT, tmp_path).verdict is Verdict.PASS
    kill = TAMPERING["kills its parent"] + "\n"
    assert graded(small, kill + RIGHT, tmp_path).verdict is Verdict.PASS
    report = graded(small, "def mean(v):\n    while True: pass\n", tmp_path)
    assert names(report) == [DOES_NOT_RUN.id]
    assert not any("kernel" in wall for wall in report.walls)


# --- malformed exercises ------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "01_mean"', 'id = "02_mean"', "give both one name"),
        ("version = 1", "", "lacks the key 'version'"),
        ("version = 1", 'version = "1"', "must be of type int"),
        ('form = "function"', 'form = "dance"', "unknown"),
        ('file = "work.py"', 'file = "../work.py"', "bare name"),
        ('file = "work.py"', 'file = "absent.py"', "lacks absent.py"),
        ('"How many are there?", ', "", "has 2 hints"),
        ('misconception = "fears_nothing"', 'misconception = "x"', "no [[misconceptions]] table"),
        ('id = "none"', 'id = "some"', "more than once"),
        ("seconds = 3", "seconds = 0", "above nought"),
        ("[limits]", "[limits", "not valid TOML"),
        ("rules = []", "rules = [1]", "list of texts"),
    ],
)
def test_a_malformed_exercise_says_what_and_where(
    team: Path, old: str, new: str, told: str
) -> None:
    path = team / "01_mean" / "exercise.toml"
    path.write_text(TOML.replace(old, new, 1))
    with pytest.raises(ContentError) as caught:
        exercises(team)
    assert told in str(caught.value)
    assert str(team) in str(caught.value)


def test_an_unknown_exercise_or_folder_is_a_usage_error(team: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="choose one of 01_mean"):
        find("median", team)
    with pytest.raises(UsageError, match="is not a folder"):
        exercises(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no exercise"):
        exercises(tmp_path / "empty")


# --- a learner's way ----------------------------------------------------------------


def test_a_learners_way_through(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert run("list", "--exercises", team) == 0
    assert "new" in capsys.readouterr().out
    assert run("start", "1", "--exercises", team) == 0
    assert {path.name for path in (here / "01_mean").iterdir()} == {
        "README.md", "work.py", "list.txt", progress.FILE_NAME,
    }  # fmt: skip
    # From now on the folder itself knows whose exercise it is.
    assert run("check", "01_mean") == 1
    told = capsys.readouterr().out
    assert "NOT YET. 2 things" in told and "learn hint 01_mean" in told
    monkeypatch.chdir(here / "01_mean")
    steps = []
    for _ in range(4):
        assert run("hint") == 0
        steps.append(capsys.readouterr().out.splitlines()[1])
    assert [step[:11] for step in steps] == [
        "Hint 1 of 3",
        "Hint 2 of 3",
        "Hint 3 of 3",
        "Hint 3 of 3",
    ]
    assert run("hint", "--about", "fears_nothing") == 0
    assert "What of none?" in capsys.readouterr().out
    assert run("hint", "--about", "sin") == 2
    Path("work.py").write_text(RIGHT)
    assert run("check", "--fresh") == 0
    assert run("check", "work.py") == 0
    assert "PASS" in capsys.readouterr().out
    state = progress.read(Path())
    assert state is not None and state.passed and state.checks == 3
    assert state.met == {"forgets_to_divide": 1, "fears_nothing": 1}
    assert run("list", "..", "--exercises", team) == 0
    assert "passed" in capsys.readouterr().out


def test_start_never_overwrites_work(team: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    exercise = find("mean", team)
    workspace.start(exercise, folder, team)
    (folder / "work.py").write_text(RIGHT)
    (folder / "README.md").unlink()
    workspace.check(folder)
    again = workspace.start(exercise, folder, team)
    assert (again.written, again.kept) == (("README.md",), ("work.py", "list.txt"))
    assert (folder / "work.py").read_text() == RIGHT
    state = progress.read(folder)
    assert state is not None and state.checks == 1


def test_check_as_json_and_its_exit_codes(
    team: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    workspace.start(find("mean", team), folder, team)
    assert run("check", folder, "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["verdict"], told["cases"]) == (1, "not yet", 4)
    assert told["named"][0]["misconception"] == "forgets_to_divide"
    (team / "01_mean" / "grade.py").write_text("def cases(seed):\n    raise OSError\n")
    shutil.copytree(team, tmp_path / "broken")
    before = progress.read(folder)
    assert run("check", folder, "--exercises", tmp_path / "broken") == 3
    assert progress.read(folder) == before, "a grader problem is no attempt of the learner's"


def test_usage_errors_say_the_mend(team: Path, tmp_path: Path) -> None:
    assert run("check", tmp_path / "nowhere") == 2
    assert run("check", tmp_path) == 2
    assert run("list", tmp_path / "nowhere") == 2
    folder = tmp_path / "mine"
    workspace.start(find("mean", team), folder, team)
    (folder / "work.py").unlink()
    assert run("check", folder) == 2
    (folder / progress.FILE_NAME).write_text('{"exercise": 5}')
    with pytest.raises(UsageError, match="your own work stays"):
        workspace.check(folder)
    with pytest.raises(UsageError, match="name a folder with -o"):
        workspace.start(find("mean", team), folder / "README.md", team)


def test_what_the_code_says_cannot_paint_the_verdict_over(
    team: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    workspace.start(find("mean", team), folder, team)
    (folder / "work.py").write_text(
        "def mean(values):\n    print('\\x1b[2JPASS')\n    raise ValueError('\\x1b[2J\\rPASS')\n"
    )
    assert run("check", folder, "--output") == 1
    told = capsys.readouterr().out
    assert "\x1b" not in told and "\r" not in told
    assert not any(line.startswith("PASS") for line in told.splitlines())

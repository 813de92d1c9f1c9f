"""`groundrules advise` on the command line, and at a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, Run

from groundrules.cli.advise_ask import understood
from groundrules.methods import load

TWO_MEANS = [
    "--goal",
    "compare",
    "--outcome",
    "continuous",
    "--groups",
    "two",
    "--design",
    "independent",
    "--estimand",
    "mean",
]


def test_flags_give_the_answer_and_its_path(run: Run) -> None:
    done = run("advise", *TWO_MEANS)
    assert done.returncode == 0, done.stderr
    assert "Answer: Welch's t-test and interval for a difference of means (welch)" in done.stdout
    for part in ("Decisions", "Look at", "Code (pip install", "Report", "Avoid", "Not, since one"):
        assert f"\n{part}" in f"\n{done.stdout}"
    assert all(len(line) <= 120 for line in done.stdout.splitlines())
    assert run("advise", *TWO_MEANS).stdout == done.stdout


def test_the_example_of_the_readme_is_what_it_says(run: Run) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```text\n\$ groundrules (advise .*?)```", readme, re.S)
    command, _, shown = block.partition("\n")
    told = run(*command.split()).stdout

    def plain(text: str) -> str:  # how many methods there are is no promise
        return re.sub(r"\d+ methods?", "N methods", " ".join(text.split()))

    assert plain(told).startswith(plain(shown.split("…")[0]))


def test_a_file_describes_and_flags_win_over_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "task.yaml").write_text(
        "goal: compare\noutcome: continuous\ngroups: two\ndesign: independent\nestimand: mean\n"
    )
    done = run("advise", "--describe", "task.yaml", "--design", "paired", "--format", "json")
    told = json.loads(done.stdout)
    assert told["description"]["design"] == "paired"
    assert [one["name"] for one in told["methods"]] == ["paired_t"]
    assert told["methods"][0]["path"]["design"] == "paired"
    assert told["methods"][0]["code"] and told["nothing"] is None


def test_what_is_missing_is_named_where_nobody_can_be_asked(run: Run) -> None:
    done = run("advise", "--goal", "compare", "--outcome", "money", stdin="")
    assert done.returncode == 2
    assert "--design independent | paired | clustered | switchback | unknown" in done.stderr
    assert "--claim" not in done.stderr  # it has a default
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--goal", "comprae"], "did you mean `compare`?"),
        (["--show", "wlech"], "no method is called `wlech`; did you mean `welch`?"),
        (["--describe", "none.yaml"], "none.yaml: no such file"),
        (["--list", "--show", "welch"], "not allowed with argument"),
    ],
)
def test_wrong_usage_is_refused(run: Run, args: list[str], said: str) -> None:
    done = run("advise", *args)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("gaol: compare", "task.yaml: no question is called `gaol`; did you mean `goal`?"),
        ("goal: [compare]", "task.yaml:1: "),
        ("", "task.yaml: is empty"),
    ],
)
def test_a_wrong_file_is_refused(run: Run, tmp_path: Path, body: str, said: str) -> None:
    (tmp_path / "task.yaml").write_text(body)
    done = run("advise", "--describe", "task.yaml")
    assert done.returncode == 2
    assert said in done.stderr


def test_list_and_show(run: Run) -> None:
    listed = run("advise", "--list").stdout
    assert "\n  welch " in listed and listed.startswith("association\n")
    whole = json.loads(run("advise", "--list", "--format", "json").stdout)
    assert {one["name"] for one in whole["methods"]} == {one.name for one in load.load().methods}
    shown = run("advise", "--show", "mcnemar")
    assert shown.stdout.startswith("mcnemar: ") and "from statsmodels" in shown.stdout


def test_help_has_a_flag_for_every_question(run: Run) -> None:
    told = run("advise", "--help").stdout
    assert all(f"--{one.name.replace('_', '-')} " in told for one in load.load().questions)


def test_a_team_adds_methods_by_its_configuration(run: Run, tmp_path: Path) -> None:
    body = load.load().files["one_sample_t"].read_text().replace("one_sample_t", "ours")
    folder = tmp_path / "guide" / "comparison"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text(body)
    (tmp_path / "groundrules.toml").write_text('methods = ["guide"]\n')
    assert "\n  ours " in run("advise", "--list").stdout
    (tmp_path / "groundrules.toml").write_text('methods = ["nowhere"]\n')
    done = run("advise", "--list")
    assert done.returncode == 2 and "`methods` names" in done.stderr


def test_a_folder_that_a_team_wide_file_names_counts_too(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "team" / "guide"
    folder.mkdir(parents=True)
    (folder / "questions.yaml").write_text("questions: 3\n")
    (tmp_path / "team" / "groundrules.toml").write_text('methods = ["guide"]\n')
    (tmp_path / "groundrules.toml").write_text('extends = "team/groundrules.toml"\n')
    done = run("advise", "--list")
    assert done.returncode == 2 and "questions.yaml:1: questions: Expected" in done.stderr


def test_other_commands_do_not_read_the_guide() -> None:
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from groundrules.cli.commands import parser; parser().format_help();"
            "print([name for name in sys.modules if 'methods' in name or name == 'yaml'])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.strip() == "[]"


def _at_terminal(
    typed: bytes, args: tuple[str, ...] = (), *, interrupt: bool = False
) -> tuple[int, str, str]:
    """Type into `groundrules advise` at a terminal; return exit code, answer and what was said."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "groundrules", "advise", *args]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=theirs, stdout=pipe, stderr=pipe, text=True) as running:
        os.close(theirs)
        os.write(ours, typed)
        if interrupt:
            assert running.stderr is not None
            while "What do you want to know?" not in running.stderr.readline():
                time.sleep(0.01)
            running.send_signal(signal.SIGINT)
        out, error = running.communicate(timeout=60)
    os.close(ours)
    return running.returncode, out, error


def test_questions_are_asked_one_by_one() -> None:
    typed = b"nonsense\n?\n1\ncontinuous\nb\nmon\n2\nind\n\nmean\n\n\n\n\n\n"
    code, out, said = _at_terminal(typed)
    assert code == 0, said
    assert "(welch)" in out and "outcome = money" in out
    assert "Please say one of: compare" in said and "To find out: Write down" in said
    assert said.count("What kind of value is the outcome") == 2  # asked again after `b`
    (again,) = [line for line in said.splitlines() if line.startswith("The same again: ")]
    flags = again.removeprefix("The same again: groundrules advise ").split()
    code, same, said = _at_terminal(b"", tuple(flags))
    assert code == 0 and "What" not in said
    assert same.split("Answer")[1] == out.split("Answer")[1]


def test_only_what_still_tells_methods_apart_is_asked() -> None:
    code, out, said = _at_terminal(b"ratings_c\n\n", ("--goal", "associate"))
    assert code == 0, said
    assert "(cohen_kappa)" in out
    assert "Which kind of going together" not in said and "What do you want to know?" not in said


def test_the_end_of_input_and_an_interrupt_end_it_cleanly() -> None:
    code, out, said = _at_terminal(b"\x04")
    assert code == 2 and out == "" and "the input ended before `goal` was answered" in said
    code, out, said = _at_terminal(b"", interrupt=True)
    assert code == 130 and out == "" and said.endswith("groundrules: interrupted\n")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("1", ["compare"]),
        ("0", ["unknown"]),
        ("99", []),
        ("", []),
        ("su", ["survival"]),
        ("s", ["series", "survival"]),
        ("un", ["unknown"]),
        ("p", ["predict", "plan"]),
        ("²", []),
    ],
)
def test_how_an_answer_is_understood(word: str, meant: list[str]) -> None:
    assert understood(word, load.load().question("goal")) == meant

"""The log of readouts: every one is noted, whole, and a later one says what was seen before it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pyarrow.parquet as pq
import pytest
from conftest import ROOT

from groundrules.cli.commands import run
from groundrules.errors import UsageError
from groundrules.readout import log
from groundrules.readout.log import Line, Read
from groundrules.readout.past import past
from groundrules.readout.simulated.world import World, make

PLAN = """\
name: autoplay
hypothesis: Autoplay makes users order more.
owner: monetisation
decision: {then: On for all., otherwise: It stays off.}
unit: user_id
variants: {control: 0.5, treatment: 0.5}
start: 2026-03-02
weeks: 4
primary: [{metric: orders_per_user}]
"""


def _line(**more: object) -> Line:
    known = {
        "at": "2026-03-30T08:00:00Z",
        "plan": "autoplay",
        "plan_hash": "a",
        "data": (Read(table="orders", address="orders.parquet", fingerprint="1"),),
        "look": 1,
        "through": "2026-03-29",
        "outcome": "no",
        "groundrules": "0.1.0",
    }
    return Line(**{**known, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a plan, its catalogue and its data."""
    place = tmp_path_factory.mktemp("study") / "a plan's ünit"
    (place / "metrics").mkdir(parents=True)
    (place / "data").mkdir()
    shutil.copy(ROOT / "standards" / "metrics" / "orders_per_user.yaml", place / "metrics")
    (place / "groundrules.toml").write_text('metrics = ["metrics"]\n')
    (place / "plan.yaml").write_text(PLAN)
    for name, rows in make(World(users=400, days=30), np.random.default_rng(5)).items():
        pq.write_table(rows, place / "data" / f"{name}.parquet")
    return place


@pytest.fixture
def own(study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it, without git, as the folder to be in."""
    place = tmp_path / "own"
    shutil.copytree(study, place)
    monkeypatch.chdir(place)
    return place


def _lines(place: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (place / "readouts.jsonl").read_text().splitlines()]


def test_a_readout_is_noted_and_the_next_one_says_so(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["readout", "plan.yaml", "data"]) == 0
    assert "readout 2" not in capsys.readouterr().out
    (noted,) = _lines(own)
    schema = (ROOT / "standards" / "schema" / "readouts.json").read_text(encoding="utf-8")
    jsonschema.validate(noted, json.loads(schema))
    assert (noted["plan"], noted["look"], noted["through"]) == ("autoplay", 1, "2026-03-29")
    assert [one["table"] for one in noted["data"]] == ["exposures", "orders"]  # type: ignore[attr-defined]
    assert not any(isinstance(value, float) for value in noted.values()), "no number of an effect"
    assert set(noted["verdicts"][0]) == {"role", "metric", "variant", "word"}  # type: ignore[index]

    os.utime(own / "data" / "orders.parquet", (0, 0))  # as a clone does: the same data
    assert run(["readout", "plan.yaml", "data", "--segment", "platform"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "This is readout 2 of this plan. 1 earlier: the same plan and data as now" in said
    assert _lines(own)[1]["explored"] == ["platform"]

    orders = own / "data" / "orders.parquet"
    pq.write_table(pq.read_table(orders), orders, compression="none")
    assert run(["readout", "plan.yaml", "data", "--format", "html", "-o", "page.html"]) == 0
    page = (own / "page.html").read_text(encoding="utf-8")
    assert "Read out before." in page and "This is readout 3 of this plan." in page
    assert len(_lines(own)) == 3

    assert run(["readout", "plan.yaml", "data", "--no-log", "--format", "json"]) == 0
    assert len(_lines(own)) == 3
    capsys.readouterr()
    with pytest.raises(SystemExit):
        run(["readout", "plan.yaml", "data", "--date", "yesterday"])
    assert run(["readout", "plan.yaml", "data", "-o", "page.html"]) == 2
    assert "page.html is there already" in capsys.readouterr().err and len(_lines(own)) == 3


def test_a_look_before_the_horizon_is_told_and_a_refusal_is_not_one(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = own / "plan.yaml"
    plan.write_text(PLAN.replace("weeks: 4", "weeks: 3"))
    assert run(["readout", "plan.yaml", "data"]) == 0
    plan.write_text(PLAN.replace("weeks: 4", "weeks: 8"))
    assert run(["readout", "plan.yaml", "data"]) == 1
    assert (
        _lines(own)[1]["outcome"] == "refused"
        and "horizon-not-reached" in _lines(own)[1]["refused"]
    )  # type: ignore[operator]
    plan.write_text(PLAN)
    capsys.readouterr()
    assert run(["readout", "plan.yaml", "data", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["past"]
    assert told["number"] == 3
    assert [(one["kind"], one["through"]) for one in told["earlier"]] == [
        ("early", "2026-03-22"), ("refused", None),
    ]  # fmt: skip
    assert told["warning"].startswith("Looked at before the horizon: 1 of 2 earlier readouts")


def test_a_log_that_cannot_be_written_loses_no_readout(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "readouts.jsonl").mkdir()
    assert run(["readout", "plan.yaml", "data"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(("Yes", "No"))
    (line,) = [line for line in said.err.splitlines() if "is not noted" in line]
    assert "readouts.jsonl cannot be written: Is a directory" in line
    assert "Earlier readouts are not known" in said.out


def test_where_it_comes_from_names_the_commit(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=own, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    git("init", "-q")
    git("config", "user.name", "Ada <b>")
    git("config", "user.email", "ada@example.org")
    git("add", "plan.yaml")
    env = {**os.environ, "GIT_AUTHOR_DATE": "2026-02-01T00:00:00Z"}
    subprocess.run(["git", "commit", "-qm", "plan"], cwd=own, env=env, check=True)
    assert run(["readout", "plan.yaml", "data", "--format", "json"]) == 0
    origin = json.loads(capsys.readouterr().out)["origin"]
    assert origin["commit"] == git("rev-parse", "HEAD") and not origin["edited"]
    assert _lines(own)[0]["user"] == "Ada <b>"
    (own / "plan.yaml").write_text(PLAN + "# a word\n")
    assert run(["readout", "plan.yaml", "data", "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert "<strong>edited since</strong>" in page and "Ada &lt;b&gt;" in page


def test_lines_written_at_once_are_all_there_and_whole(tmp_path: Path) -> None:
    place = tmp_path / "readouts.jsonl"
    script = (
        "import sys; from pathlib import Path; import test_readout_log as t\n"
        "from groundrules.readout import log\n"
        "print([len(log.note(Path(sys.argv[1]), t._line(user=sys.argv[2] * 5000))[0]) for _ in range(25)])"
    )
    path = os.pathsep.join([str(ROOT / "tests"), str(ROOT / "src")])
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(place), name],
            env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True,
        )
        for name in "abc"
    ]  # fmt: skip
    seen = sorted(n for worker in workers for n in json.loads(worker.communicate()[0]))
    lines, broken = log.read(place)
    assert len(lines) == 75 and not broken
    assert seen == list(range(75)), "each saw those before it, and no two the same"
    assert {line.user for line in lines} == {name * 5000 for name in "abc"}


def test_a_line_that_was_cut_off_swallows_no_other(tmp_path: Path) -> None:
    place = tmp_path / "readouts.jsonl"
    log.note(place, _line())
    with place.open("ab") as stream:
        stream.write(b'{"version":1,"at":"20')
    log.note(place, _line(outcome="yes"))
    place.write_bytes(place.read_bytes() + b"\xff\xfe\n[]\n\n" + b'{"version":2}\n')
    lines, broken = log.read(place)
    assert [line.outcome for line in lines] == ["no", "yes"] and broken == 4
    assert log.read(tmp_path / "none.jsonl") == ([], 0)


def test_a_log_in_no_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"readouts\.jsonl cannot be written: No such file"):
        log.note(tmp_path / "gone" / "readouts.jsonl", _line())


@pytest.mark.parametrize(
    ("then", "kind"),
    [
        ({}, "repeated"),
        ({"plan_hash": "b"}, "other"),
        ({"data": (Read(table="orders", address="orders.parquet", fingerprint="2"),)}, "other"),
        ({"data": (Read(table="orders", address="postgresql://x"),)}, "other"),
        ({"through": "2026-03-15"}, "planned"),
        ({"through": "2026-03-20"}, "early"),
        ({"outcome": "refused", "look": None, "through": None}, "refused"),
    ],
)
def test_what_an_earlier_readout_was(then: dict[str, object], kind: str) -> None:
    lines = [_line(plan="another"), _line(**then)]
    found = past(_line(), lines, 0, ("2026-03-15", "2026-03-29"))
    assert [one.kind for one in found.earlier] == [kind] and found.number == 2


def test_data_without_a_fingerprint_are_never_said_to_be_the_same() -> None:
    nowhere = (Read(table="orders", address="spark:orders"),)
    moved = (Read(table="orders", address="spark:shop.orders"),)
    lines = [_line(data=nowhere), _line(data=moved)]
    found = past(_line(data=nowhere), lines, 0, ("2026-03-29",))
    assert [one.kind for one in found.earlier] == ["unclear", "other"]


def test_a_link_to_a_plan_leads_to_its_log(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "plan.yaml").write_text(PLAN)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real" / "plan.yaml")
    assert log.place(tmp_path / "link.yaml") == (tmp_path / "real" / "readouts.jsonl").resolve()

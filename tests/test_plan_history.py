"""What git tells of a plan's edits after its first exposure, on repositories that are made here."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from groundrules.plans.git import NoHistoryError
from groundrules.plans.history import UNCOMMITTED, changes_since_start, history

START = date(2024, 3, 4)
PLAN = "name: a\nprimary: [{metric: revenue, mde: {relative: 0.02}}]\nalpha: 0.05\n"


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, at: str = "2024-03-01", committed: str | None = None) -> None:
        times = {
            "GIT_AUTHOR_DATE": f"{at}T10:00:00Z",
            "GIT_COMMITTER_DATE": f"{committed or at}T10:00:00Z",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        names = ["-c", "user.name=Ann Ø", "-c", "user.email=ann@localhost"]
        subprocess.run(
            ["git", *names, *words],
            cwd=self.folder,
            check=True,
            capture_output=True,
            env={**os.environ, **times},
        )

    def commit(self, name: str, text: str, at: str, committed: str | None = None) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x", at=at, committed=committed)
        return path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repo sitory")


def _told(path: Path) -> list[str]:
    return [change.what for change in changes_since_start(path, START)]


def test_edits_before_the_start_are_no_changes(repository: Repository) -> None:
    repository.commit("plan.yaml", PLAN, "2024-03-01")
    path = repository.commit("plan.yaml", PLAN.replace("0.02", "0.03"), "2024-03-03")
    assert _told(path) == []
    found = history(path, START)
    assert (found.late, found.primary_changed, found.rewritten) == (False, False, ())


def test_a_field_is_told_with_its_commit_author_and_time(repository: Repository) -> None:
    repository.commit("plan.yaml", PLAN, "2024-03-01")
    path = repository.commit("plan.yaml", PLAN.replace("0.02", "0.05"), "2024-03-09")
    (change,) = changes_since_start(path, START)
    assert change.what == "primary.revenue.mde.relative: 0.02 → 0.05"
    assert (change.author, change.at) == ("Ann Ø", datetime(2024, 3, 9, 10, tzinfo=UTC))
    assert len(change.commit) == 40


def test_another_primary_metric(repository: Repository) -> None:
    repository.commit("plan.yaml", PLAN, "2024-03-01")
    path = repository.commit("plan.yaml", PLAN.replace("revenue", "orders"), "2024-03-09")
    found = history(path, START)
    assert found.primary_changed
    assert (found.primary_before, found.primary_now) == (("revenue",), ("orders",))
    assert "primary.revenue removed" in [change.what for change in found.changes]


def test_comments_and_order_are_no_edits(repository: Repository) -> None:
    repository.commit("plan.yaml", PLAN, "2024-03-01")
    lines = PLAN.splitlines()
    path = repository.commit("plan.yaml", "\n".join([*lines[::-1], "# why\n"]), "2024-03-09")
    assert _told(path) == []


def test_renames_are_followed_and_hostile_names_hold(repository: Repository) -> None:
    repository.commit('odd/a "b" [c];ü.yaml', PLAN, "2024-03-01")
    repository.git("mv", 'odd/a "b" [c];ü.yaml', "odd/*.yaml")
    path = repository.commit("odd/*.yaml", PLAN.replace("alpha: 0.05", "alpha: 0.1"), "2024-03-09")
    assert _told(path) == ["alpha: 0.05 → 0.1"]
    assert not history(path, START).late


def test_what_is_not_committed_counts_too(repository: Repository) -> None:
    path = repository.commit("plan.yaml", PLAN, "2024-03-01")
    path.write_text(PLAN + "sides: one\n", encoding="utf-8")
    (change,) = changes_since_start(path, START)
    assert (change.what, change.commit) == ("sides added: one", UNCOMMITTED)
    written = datetime(2024, 3, 9, tzinfo=UTC)
    os.utime(path, (written.timestamp(), written.timestamp()))
    assert [change.at for change in changes_since_start(path, START)] == [written]


def test_a_draft_before_the_start_is_no_change(repository: Repository) -> None:
    path = repository.commit("plan.yaml", PLAN, "2024-03-01")
    path.write_text(PLAN.replace("revenue", "orders"), encoding="utf-8")
    before = datetime(2024, 3, 3, tzinfo=UTC).timestamp()
    os.utime(path, (before, before))
    found = history(path, START)
    assert (found.changes, found.primary_changed) == ((), False)


def test_a_rebase_makes_no_changes_but_is_told(repository: Repository) -> None:
    repository.commit("plan.yaml", PLAN, "2024-03-01")
    path = repository.commit("plan.yaml", PLAN + "power: 0.9\n", "2024-03-02", "2024-03-20")
    found = history(path, START)
    assert found.changes == ()
    assert len(found.rewritten) == 1


def test_a_plan_committed_after_the_start_is_late(repository: Repository) -> None:
    path = repository.commit("plan.yaml", PLAN, "2024-03-05")
    assert history(path, START).late
    assert _told(path) == []


def test_a_merge_counts_for_what_neither_side_held(repository: Repository) -> None:
    repository.commit("plan.yaml", PLAN, "2024-03-01")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("plan.yaml", PLAN.replace("0.02", "0.03"), "2024-03-05")
    repository.git("checkout", "-q", "main")
    repository.commit("other.txt", "x", "2024-03-06")
    repository.git("merge", "-q", "--no-commit", "side", at="2024-03-07")
    text = PLAN.replace("0.02", "0.03").replace("alpha: 0.05", "alpha: 0.1")
    path = repository.commit("plan.yaml", text, "2024-03-07")
    assert _told(path) == ["primary.revenue.mde.relative: 0.02 → 0.03", "alpha: 0.05 → 0.1"]


def test_taken_out_and_brought_back(repository: Repository) -> None:
    path = repository.commit("plan.yaml", PLAN, "2024-03-01")
    path.unlink()
    repository.commit("other.txt", "x", "2024-03-05")
    repository.commit("plan.yaml", PLAN.replace("revenue", "orders"), "2024-03-06")
    assert history(path, START).primary_changed
    assert "primary.revenue removed" in _told(path)


def test_a_version_that_is_no_yaml(repository: Repository) -> None:
    repository.commit("plan.yaml", "primary: [\n", "2024-03-01")
    path = repository.commit("plan.yaml", PLAN, "2024-03-06")
    assert history(path, START).primary_changed


def test_why_git_cannot_tell(repository: Repository, tmp_path: Path) -> None:
    path = repository.folder / "plan.yaml"
    path.write_text(PLAN)
    repository.git("commit", "-q", "--allow-empty", "-m", "x")
    assert history(path, START).unknown == "it was never committed"
    repository.commit("plan.yaml", PLAN, "2024-03-05")
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "s")],
        check=True,
    )
    assert "shallow" in str(history(tmp_path / "s" / "plan.yaml", START).unknown)
    outside = tmp_path / "plan.yaml"
    outside.write_text(PLAN)
    with pytest.raises(NoHistoryError, match="it is in no git repository"):
        changes_since_start(outside, START)

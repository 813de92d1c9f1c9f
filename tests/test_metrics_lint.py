"""`groundrules metrics lint`: its rules by their own examples, versions against git, examples run on both engines."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Run

from groundrules import documents
from groundrules.config import Config
from groundrules.errors import UsageError
from groundrules.findings import Result
from groundrules.metrics.form import Metric
from groundrules.metrics.lint import lint
from groundrules.metrics.lint_catalogue import RULES
from groundrules.metrics.lint_rule import MetricRule
from groundrules.metrics.meaning import altered

METRICS = ROOT / "standards" / "metrics"
ORDERS = {
    "name": "orders",
    "description": "one row per order",
    "owner": "us",
    "grain": ["order_id"],
    "time": "ordered_at",
    "columns": {
        "order_id": {"type": "text"},
        "user_id": {"type": "text", "sensitive": True},
        "ordered_at": {"type": "timestamp"},
        "status": {"type": "text"},
        "amount": {"type": "decimal"},
        "country": {"type": "text"},
    },
}
INCOME = {
    "name": "income",
    "version": 1,
    "owner": "us",
    "description": "what a user paid",
    "type": "mean",
    "source": "orders",
    "unit": "user_id",
    "time": "ordered_at",
    "numerator": {"value": "amount"},
    "filters": ["status = 'paid'"],
    "tests": [
        {
            "rows": [{"user_id": "a", "ordered_at": "2026-03-02", "status": "paid", "amount": 5}],
            "expect": {"a": 5},
        }
    ],
}
# Another window, so that it is no double of income, and the example's changes alone are found.
EXAMPLE = {**INCOME, "name": "example", "window": {"days": 7}}


def _write(folder: Path, *metrics: dict[str, Any]) -> Path:
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "sources" / "orders.yaml").write_text(yaml.safe_dump(ORDERS), encoding="utf-8")
    for metric in metrics:
        text = yaml.safe_dump(metric, sort_keys=False, allow_unicode=True)
        (folder / f"{metric['name']}.yaml").write_text(text, encoding="utf-8")
    return folder


def _lint(folder: Path, select: Iterable[str] = (), base: str | None = None) -> Result:
    return lint([folder], config=Config(root=folder), select=select, base=base, tell=print)


def _codes(folder: Path, *metrics: dict[str, Any], run: bool) -> list[str]:
    ignored = () if run else ("MET023",)
    config = Config(root=folder, ignore=ignored)
    result = lint([_write(folder, *metrics)], config=config, tell=print)
    return [finding.code for finding in result.findings]


def _commit(folder: Path) -> None:
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "x")):
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def _fragment(rule: MetricRule, which: str) -> dict[str, Any]:
    doc = inspect.cleandoc(type(rule).__doc__ or "")
    block = re.search(rf"^{which}:\n((?:    .*\n?)+)", doc, re.M)
    assert block is not None
    found: dict[str, Any] = yaml.safe_load(textwrap.dedent(block[1]))
    written: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return written


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_finds_its_bad_example_and_not_its_good_one(
    rule: MetricRule, tmp_path: Path
) -> None:
    assert re.search(r"Why: .*\d", type(rule).__doc__ or "", re.S), "Why, with a number"
    base = INCOME if rule.name == "duplicate-metric" else EXAMPLE
    if rule.name == "version-not-raised":
        _write(tmp_path, INCOME, EXAMPLE)
        _commit(tmp_path)
    for which, is_found in (("Bad", True), ("Good", False)):
        metric = {**base, **_fragment(rule, which)}
        codes = _codes(tmp_path, INCOME, metric, run=rule.name == "broken-example")
        assert (rule.code in codes) is is_found, which


def test_codes_are_in_order_and_once() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))


def test_our_own_catalogue_is_clean() -> None:
    result = lint([METRICS], config=Config(root=ROOT), tell=print)
    assert result.clean, [finding.message for finding in result.findings]
    assert result.files >= 17


CASES: list[tuple[dict[str, Any], str]] = [
    ({"denominator": {"aggregate": "count"}}, "MET010"),
    ({"quantile": 0.5}, "MET010"),
    ({"type": "quantile"}, "MET010"),
    ({"type": "proportion"}, "MET010"),
    ({"numerator": {"aggregate": "sum"}}, "MET010"),
    ({"type": "ratio", "denominator": {"value": "amount", "aggregate": "max"}}, "MET010"),
    ({"winsorise": {}}, "MET011"),
    ({"winsorise": {"cap": 5, "quantile": 0.99}}, "MET011"),
    ({"winsorise": {"quantile": 0.5}}, "MET011"),
    ({"window": {"days": 10}}, "MET013"),
    ({"type": "quantile", "quantile": 0.5, "covariate": {"days": 7}}, "MET013"),
    ({"mde": {}}, "MET014"),
    ({"display": {"percent": True}, "mde": {"absolute": 2}}, "MET014"),
    ({"numerator": {"value": "status = 'paid'", "unit": "userid"}}, "MET002"),
    ({"single": ["currency"]}, "MET002"),
    ({"time": "status"}, "MET004"),
    ({"filters": ["amount"]}, "MET004"),
    ({"numerator": {"value": "amount", "aggregate": "any"}}, "MET004"),
    ({"filters": ["status = 'paid' AND colour = 'red'"]}, "MET003"),
    ({"filters": ["status = "]}, "MET003"),
    ({"numerator": {"value": "(SELECT 1)"}}, "MET003"),
    ({"tests": [{"rows": [{"user_id": 1}], "expect": {}}]}, "MET023"),
    ({"tests": [{"rows": [{"nix": 1}], "expect": {}}]}, "MET023"),
    ({"tests": [{"rows": {"other": []}, "expect": {}}]}, "MET023"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code"), CASES, ids=lambda one: json.dumps(one)[:60])
def test_what_else_is_found(change: dict[str, Any], code: str, tmp_path: Path) -> None:
    assert code in _codes(tmp_path, INCOME, {**EXAMPLE, **change}, run="tests" in change)


def test_a_null_is_refused_by_the_example_too(tmp_path: Path) -> None:
    rows = [{"user_id": "a", "ordered_at": "2026-03-02", "status": "paid"}]
    _write(tmp_path, {**EXAMPLE, "tests": [{"rows": rows, "expect": {"a": 0}}]})
    (found,) = _lint(tmp_path).findings
    assert found.code == "MET023" and "1 of its rows hold no value" in found.message


def test_circles_of_successors(tmp_path: Path) -> None:
    ring = [{**EXAMPLE, "name": name, "replaced_by": after} for name, after in ("ab", "bc", "ca")]
    result = _lint(_write(tmp_path, *ring), ["MET020"])
    assert [finding.message for finding in result.findings] == [
        "It leads in a circle: a → b → c → a.",
        "It leads in a circle: b → c → a → b.",
        "It leads in a circle: c → a → b → c.",
    ]


def test_versions_are_compared_with_a_revision(tmp_path: Path) -> None:
    _write(tmp_path, {**INCOME, "version": 2})
    _commit(tmp_path)
    other = {**INCOME, "description": "in other words", "owner": "them", "mde": {"relative": 0.5}}
    _write(tmp_path, {**other, "version": 2, "filters": ["(status = 'paid')"]})
    assert _lint(tmp_path).clean
    _write(tmp_path, {**other, "version": 2, "nulls": "zero"})
    (found,) = _lint(tmp_path).findings
    assert found.code == "MET022" and "by nulls" in found.message and found.line == 2
    _commit(tmp_path)
    assert _lint(tmp_path).clean
    assert not _lint(tmp_path, base="HEAD~1").clean
    _write(tmp_path, {**other, "version": 1, "nulls": "zero"})
    assert "went down from 2 to 1" in _lint(tmp_path).findings[0].message
    with pytest.raises(UsageError, match="git knows no"):
        _lint(tmp_path, base="nowhere")


def test_outside_of_git_it_is_said_that_versions_were_not_compared(tmp_path: Path) -> None:
    result = _lint(_write(tmp_path, INCOME))
    assert result.clean and [note.code for note in result.notes] == ["E009"]


def test_files_that_are_no_metrics_are_named_with_their_line(tmp_path: Path) -> None:
    _write(tmp_path, INCOME, {**INCOME, "name": "odd", "typ": "mean"})
    (tmp_path / "x.yaml").write_text((tmp_path / "income.yaml").read_text(), encoding="utf-8")
    (tmp_path / "y.yaml").write_bytes(b"\xff")
    result = _lint(tmp_path)
    said = {Path(note.path).name: note for note in result.notes if note.code != "E009"}
    assert not result.clean and set(said) == {"odd.yaml", "x.yaml", "y.yaml"}
    assert "did you mean `type`" in said["odd.yaml"].message and said["odd.yaml"].line == 21
    assert "must be called income.yaml" in said["x.yaml"].message


def test_a_comment_silences_with_a_reason(tmp_path: Path) -> None:
    _write(tmp_path, EXAMPLE)
    file = tmp_path / "example.yaml"
    text = file.read_text().replace("days: 7", "days: 10")
    file.write_text(text)
    assert [finding.code for finding in _lint(tmp_path).findings] == ["MET013"]
    reason = "days: 10  # groundrules: ignore[MET013] the trial is ten days"
    file.write_text(text.replace("days: 10", reason))
    assert _lint(tmp_path).clean
    assert lint([tmp_path], config=Config(root=tmp_path, ignore=("MET",)), tell=print).about == {}
    with pytest.raises(UsageError, match="MET0"):
        _lint(tmp_path, ["MET9"])


def test_what_cannot_be_computed_is_not_run(tmp_path: Path) -> None:
    assert _codes(tmp_path, {**EXAMPLE, "filters": ["amount"]}, run=True) == ["MET004"]


def test_hostile_names_of_columns(tmp_path: Path) -> None:
    odd = 'select "x"; DROP TABLE ü'
    columns = {**ORDERS["columns"], odd: {"type": "decimal"}}  # type: ignore[dict-item]
    row = {"user_id": "a'b", "ordered_at": "2026-03-02", "status": "paid", odd: 2}
    value = {"value": '"select ""x""; DROP TABLE ü"'}
    _write(
        tmp_path, {**EXAMPLE, "numerator": value, "tests": [{"rows": [row], "expect": {"a'b": 2}}]}
    )
    source = yaml.safe_dump({**ORDERS, "columns": columns}, allow_unicode=True)
    (tmp_path / "sources" / "orders.yaml").write_text(source, encoding="utf-8")
    assert _lint(tmp_path).findings == ()


def test_what_changed_is_told_in_words() -> None:
    old = documents.parse(yaml.safe_dump(INCOME), "old", Metric)
    changed = {
        "filters": ["status = 'paid'", "amount > 0"],
        "winsorise": {"cap": 100},
        "owner": "them",
    }
    new = documents.parse(yaml.safe_dump({**INCOME, **changed}), "new", Metric)
    told = [(one.part, one.old, one.new, one.number) for one in altered(old, new)]
    assert told == [
        ("numerator, rows where", "status = 'paid'", "amount > 0 AND status = 'paid'", True),
        ("winsorise", "none", "at 100", True),
        ("owner", "us", "them", False),
    ]
    assert altered(old, old) == []


def test_the_command(run: Run, tmp_path: Path) -> None:
    _write(tmp_path / "ours", {**EXAMPLE, "type": "ratio"})
    (tmp_path / "groundrules.toml").write_text('metrics = ["ours"]\n')
    done = run("metrics", "lint")
    assert done.returncode == 1 and "explain MET010" in done.stdout and "^^^^" in done.stdout
    told = json.loads(run("metrics", "lint", "ours", "--format", "json").stdout)
    assert "MET010" in [finding["code"] for finding in told["findings"]]
    assert run("metrics", "lint", "nowhere").returncode == 2
    assert run("metrics", "lint", "--base", "HEAD").returncode == 2  # no repository
    page = run("explain", "MET012").stdout
    assert "missing: exclude" in page and "standards/experiments/metrics.md" in page


def test_explain_needs_no_engine() -> None:
    hidden = "import sys; sys.modules['ibis'] = sys.modules['duckdb'] = sys.modules['tea_tasting'] = None; "
    program = f"{hidden}from groundrules.cli import main; sys.exit(main(['explain', 'MET022']))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "version-not-raised" in done.stdout, done.stderr


@pytest.mark.spark
def test_examples_hold_on_spark(tmp_path: Path) -> None:
    from shutil import copytree

    folder = copytree(METRICS, tmp_path / "metrics")
    keep = {"ad_revenue_per_hour", "startup_time_p95"}
    for path in folder.glob("*.yaml"):
        if path.stem not in keep:
            path.unlink()
    config = Config(root=folder)
    result = lint([folder], config=config, spark=True, select=["MET023"], tell=print)
    assert result.clean, [finding.message for finding in result.findings]
    (folder / "startup_time_p95.yaml").unlink()
    text = (folder / "ad_revenue_per_hour.yaml").read_text()
    (folder / "ad_revenue_per_hour.yaml").write_text(text.replace("a: [0.03,", "a: [0.04,"))
    (found,) = lint([folder], config=config, spark=True, select=["MET023"], tell=print).findings
    assert "unit a is to be 0.04 over 1.5, and is 0.03 over 1.5" in found.message

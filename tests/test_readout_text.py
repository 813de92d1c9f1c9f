"""A readout at a terminal and for a program: aligned, complete, in numbers that are never rounded to nothing."""

from __future__ import annotations

import json as standard
import math
import re
from dataclasses import asdict, replace

import jsonschema
import msgspec
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from readouts import CASES, answered, metric, plan, stopped

from groundrules.metrics.form import Change, Display
from groundrules.metrics.show import amount, change, decimals, interval, level, share, signed
from groundrules.plans.form import Primary
from groundrules.readout.report.form import Told
from groundrules.readout.report.json import json
from groundrules.readout.report.layout import WIDTH, Row, table
from groundrules.readout.report.text import text
from groundrules.readout.result import Earlier, Look, Past

EVERY = pytest.mark.parametrize("readout", CASES.values(), ids=CASES)
QUIET = settings(derandomize=True, database=None, deadline=None, max_examples=300)


@EVERY
def test_no_line_is_wider_than_a_terminal(readout: object) -> None:
    assert all(len(line) <= WIDTH for line in text(readout).splitlines())  # type: ignore[arg-type]


def test_the_answer_is_the_first_line_and_the_numbers_are_aligned() -> None:
    lines = text(answered()).splitlines()
    assert lines[0] == "Yes (treatment): Autoplay is turned on."
    rows = [line for line in lines if re.match(r"  treatment +[\d.]+ ", line)]
    assert len(rows) == 3
    assert (
        len({line.index(" to ") for line in rows}) > 1
    )  # numbers end in one column, wherever they begin
    assert len({re.search(r" to \S+", line).end() for line in rows}) == 1  # type: ignore[union-attr]


def test_each_verdict_is_explained_once() -> None:
    said = text(CASES["three"])
    for words in (
        "  better: the metric moved that way",
        "  undecided: neither better nor worse is shown; that is no proof that nothing changed",
        "  non-inferior: harm beyond the margin is excluded",
        "  undecided, of a guardrail: harm beyond the margin is neither excluded nor shown",
    ):
        assert said.count(words) == 1
    assert "inferior: harm beyond the margin is shown" not in said


def test_text_says_every_fact() -> None:
    said = " ".join(text(answered()).split())
    for fact in (
        "because treatment: orders_per_user is better", "1.892 1.976 +0.084 +0.039 to +0.129 better, p = 0.0003",
        "relative +4.44% +2.06% to +6.82%", "startup_time, in ms; margin 3%; lower is better",
        "startup_time: values above 5,000 ms are lowered to it", "Units: control 9,000, treatment 9,100",
        "408 excluded as planned, 12 exposed too late", "once, at the fixed horizon: 28 days from 2026-03-02",
        "Alpha: 0.05, two-sided", "2 guards hold", "not checked: duplicated-rows", "BY platform (EXPLORATORY",
        "BY country (planned", "commit abababababab, edited since", "orders = postgresql://warehouse/shop?table=orders",
    ):  # fmt: skip
        assert fact in said


def test_a_refusal_is_no_readout_and_says_what_to_do() -> None:
    said = text(stopped())
    assert said.startswith("next_episode_autoplay: no readout. 2 guards refuse.")
    assert "✗ sample-ratio" in said and "→ find the cause first" in said


def test_an_early_look_is_said_right_after_the_answer() -> None:
    said = text(CASES["peeked"])
    warned = said.index("! Looked at before the horizon: 1 of 2 earlier readouts")
    assert warned < said.index(answered().plan.hypothesis)
    assert "1 line of the log that cannot be read" in said


def test_many_earlier_readouts_are_told_by_the_first_and_the_last() -> None:
    many = tuple(
        Earlier(f"2026-03-{day}T08:00:00Z", "repeated", "no", "2026-03-29", None)
        for day in range(10, 20)
    )
    said = " ".join(text(replace(answered(), past=Past(many))).split())
    assert "This is readout 11 of this plan." in said
    assert "(2026-03-10 08:00:00 UTC; 8 more; 2026-03-19 08:00:00 UTC)" in said


def test_a_name_cannot_steer_the_terminal() -> None:
    said = text(answered(("a\x1b[31m\n\u202eb",)))
    assert "\x1b" not in said and "\u202e" not in said and r"a\x1b[31m \u202eb" in said


def test_colours_are_only_those_that_are_asked_for() -> None:
    painted = text(answered(), lambda kind, said: f"<{kind}>{said}</>" if kind else said)
    plain = re.sub(r"</?\w*>", "", painted)
    assert plain == text(answered()) and "<good>better, p = 0.0003" in painted


def test_how_it_was_tested_follows_the_plan() -> None:
    found = answered(("one", "two"))
    said = " ".join(text(found).split())
    assert "Correction: Holm's of the p-values, over 2 tests that decide." in said
    wide = replace(found, look=Look(1, 1, 0.975, 0.05, sequential=False, final=True))
    assert "wider than 95%, because several tests decide" in " ".join(text(wide).split())
    one_sided = replace(found, plan=plan(("one", "two"), sides="one", correction="none"))
    said = " ".join(text(one_sided).split())
    assert "better is said (worse never is) in 5% of the tests, each by itself" in said
    assert "Correction: none, as planned: the chance of a false alarm adds up" in said
    assert "a change for the better is not shown" in said


def test_a_table_too_wide_becomes_lists() -> None:
    rows = [Row(("name", "1" * 60, "2" * 60))]
    assert list(table(("", "first", "second"), rows)) == [
        "  name", f"    first: {'1' * 60}", f"    second: {'2' * 60}",
    ]  # fmt: skip


def test_wide_letters_keep_the_columns() -> None:
    lines = list(table(("", "n"), [Row(("日本", "1")), Row(("abcd", "22"))]))
    assert lines[1:] == ["  日本   1", "  abcd  22"]


@EVERY
def test_json_keeps_its_schema(readout: object) -> None:
    said = standard.loads(json(readout))  # type: ignore[arg-type]
    schema = (ROOT / "standards" / "schema" / "readout.json").read_text(encoding="utf-8")
    jsonschema.validate(said, standard.loads(schema))
    assert msgspec.json.decode(json(readout), type=Told).version == 1  # type: ignore[arg-type]
    assert said["refused"] == (not said["results"]) == (said["decision"] is None)


def test_json_holds_the_numbers_as_they_are() -> None:
    found = answered()
    said = standard.loads(json(found))
    for one, told in zip(found.results, said["results"], strict=True):
        for name, value in asdict(one.effect).items():
            if name != "p":
                assert told[name] == (list(value) if isinstance(value, tuple) else value)
        assert (told["metric"], told["verdict"], told["p"]) == (one.metric.name, one.word, one.p)
    assert said["segments"][0]["planned"] and said["segments"][0]["segment"] == "country"
    endless = standard.loads(json(CASES["early"]))["results"][0]
    assert endless["low"] is None and endless["high"] is None and endless["p"] is None
    warned = standard.loads(json(CASES["peeked"]))["past"]
    assert warned["number"] == 3 and warned["warning"].startswith("Looked at before the horizon")


@QUIET
@given(value=st.floats(-1e18, 1e18), percent=st.booleans())
def test_a_difference_is_never_rounded_to_nothing(value: float, percent: bool) -> None:
    shown = signed(metric(display=Display(unit="EUR", decimals=2, percent=percent)), value)
    number = float(shown.split()[0].replace(",", ""))
    assert number == pytest.approx(value * (100 if percent else 1), rel=0.06, abs=1e-300)


@QUIET
@given(low=st.floats(-1e9, 1e9), more=st.floats(0, 1e9))
def test_an_interval_keeps_its_ends_in_order_and_their_sides(low: float, more: float) -> None:
    high = low + more
    first, last = interval(metric(), low, high).removesuffix(" orders").split(" to ")
    assert float(first.replace(",", "")) <= float(last.replace(",", ""))
    assert (first[0] == "-") == (low < 0) and (last[0] == "-") == (high < 0)


def test_numbers_are_shown_in_the_metric_s_unit() -> None:
    share_of = metric(display=Display(decimals=2, percent=True))
    assert amount(share_of, 0.0312) == "3.12%" and signed(share_of, -0.0021) == "-0.21 pp"
    assert amount(metric(), math.nan) == "not known" and signed(metric(), math.inf) == "+∞ orders"
    assert interval(metric(), -math.inf, 0.1) == "-∞ to +0.100 orders"
    assert signed(metric(), 0.00004) == "+0.000040 orders" and decimals(metric(), 12.0) == 3
    assert (
        amount(metric(), 3e9) == "3,000,000,000 orders"
        and amount(metric(), 1.5e-12) == "1.5e-12 orders"
    )
    assert (
        change(metric(), Change(relative=0.01)) == "1%"
        and change(metric(), Change(absolute=0.5)) == "0.500 orders"
    )
    assert (share(0.0447), share(-1.0), share(math.inf), share(1e-6)) == (
        "+4.47%",
        "-100.00%",
        "+∞",
        "+0.00010%",
    )
    assert [level(one) for one in (0.95, 0.975, 0.999985, 1.0)] == [
        "95%",
        "97.5%",
        "99.9985%",
        "100%",
    ]
    assert level(1 - 1e-9) == "more than 99.9999%" and level(1e-9) == "1e-07%"


def test_a_plan_with_several_primary_metrics_explains_its_rule() -> None:
    several = plan(primary=(Primary(metric="orders_per_user"), Primary(metric="hours_per_user")))
    assert "over 2 tests" in text(replace(answered(), plan=several))

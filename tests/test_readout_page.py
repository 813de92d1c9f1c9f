"""The page of a readout: complete, safe, and readable by everybody."""

from __future__ import annotations

import ast
import math
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from readouts import CASES, HOSTILE, answered, early, effect, hostile, metric, plan, stopped

from groundrules.metrics.form import Change
from groundrules.pages import style
from groundrules.plans.form import Decision
from groundrules.readout.guards.form import refused
from groundrules.readout.report.figure import panels
from groundrules.readout.report.html import html
from groundrules.readout.report.questions import QUESTIONS
from groundrules.readout.result import Readout, Result

EVERY = pytest.mark.parametrize("readout", CASES.values(), ids=CASES)
REPORT = ROOT / "src" / "groundrules" / "readout" / "report"


def _soup(readout: Readout) -> BeautifulSoup:
    return BeautifulSoup(html(readout), "html.parser")


def _text(readout: Readout) -> str:
    return " ".join(
        _soup(readout).get_text(" ").replace("\u2068", "").replace("\u2069", "").split()
    )


@EVERY
def test_a_page_needs_nothing_beside_it(readout: Readout) -> None:
    page, soup = html(readout), _soup(readout)
    assert not soup.find_all(["script", "link", "img", "iframe", "object", "base", "form"])
    assert not re.search(r"(?:src|href)\s*=\s*['\"](?!#)|url\(|@import|https?://", page)
    assert "default-src 'none'" in page
    assert page == html(readout)


@EVERY
def test_a_page_can_be_read_without_seeing_it(readout: Readout) -> None:
    soup = _soup(readout)
    assert soup.html["lang"] == "en" and len(soup.find_all("h1")) == 1 and soup.title.get_text()
    first = soup.body.find("a")
    assert first["href"] == "#gr-main" and soup.find(id="gr-main")
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for tag in soup.find_all(attrs={"aria-labelledby": True}):
        assert soup.find(id=tag["aria-labelledby"])
    for table in soup.find_all("table"):
        assert table.caption.get_text(strip=True)
        assert all(head.get("scope") for head in table.find_all("th"))
        assert table.find_parent(attrs={"tabindex": "0"}), (
            "a table that scrolls is reached by keyboard"
        )
    for drawing in soup.find_all("svg"):
        hidden = drawing.find_parent(attrs={"aria-hidden": "true"}) or drawing.find_parent("svg")
        assert hidden or (drawing["role"] == "img" and drawing["aria-label"] and drawing.title)
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"h[1-6]"))]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_answer_comes_first() -> None:
    words = _text(answered())
    main = words[words.index("Next episode autoplay Yes") :]
    assert main.startswith(
        "Next episode autoplay Yes: treatment Autoplay is turned on. "
        "Orders per user is better with treatment: 1.976 orders against 1.892 orders, "
        "a difference of +0.084 orders (+4.44%); with 95% confidence it is +0.039 to +0.129 orders. "
        "No more harm than was accepted (guardrails): startup time."
    )


def test_every_number_of_a_result_is_in_the_table() -> None:
    table = _soup(answered()).find("table")
    shown = " ".join(table.get_text(" ").split())
    for number in (
        "1.892 orders", "1.976 orders", "+0.084 orders", "+0.039 to +0.129 orders", "+4.44%",
        "+2.06% to +6.82%", "p = 0.0003", "−9 to +15 ms", "harm beyond the margin of 3% is excluded",
    ):  # fmt: skip
        assert number in shown


def test_a_refusal_says_what_to_do_and_shows_no_effect() -> None:
    soup, words = _soup(stopped()), _text(stopped())
    assert "No answer yet 2 of the checks that come first fail" in words
    assert (
        "Sample ratio mismatch: control 9,000" in words and "To do: Find the cause first" in words
    )
    assert not soup.find_all("svg") and not soup.find(id="effects")
    assert not re.search(r"interval|difference|[+−]\d", words.lower())


def test_a_refusal_names_metrics_by_words() -> None:
    told = refused(
        "null-values", "orders_per_user: 3 rows of exposed units hold no value", "find out why"
    )
    assert "Orders per user: 3 rows of exposed units" in _text(replace(stopped(), guards=(told,)))


def test_names_are_text_and_nothing_else() -> None:
    page = html(hostile())
    assert "<script" not in page.lower() and "alert(1)" in page
    found = _soup(hostile())
    for name in HOSTILE:
        assert name in {tag.get_text() for tag in found.find_all("bdi")}
    assert f"with \u2068{HOSTILE[2]}\u2069" in _soup(_of("undecided", HOSTILE[2])).get_text()


def _of(word: str, variant: str = "treatment") -> Readout:
    """Return a readout whose only primary result is of some word."""
    found = answered((variant,))
    one = replace(found.results[0], word=word)
    decided = replace(found.decided, answer="no", variant=None)  # type: ignore[type-var]
    return replace(found, results=(one, *found.results[1:]), decided=decided)


def test_a_name_cannot_turn_the_direction_of_the_page() -> None:
    name = "a\u202egnp.exe\x1b[31m"
    assert "\u202e" not in html(answered((name,))) and "\x1b" not in html(answered((name,)))


def test_an_endless_interval_says_that_anything_fits() -> None:
    words = _text(early())
    assert "Go on The experiment runs on until look 2" in words
    assert "any effect still fits the data" in words and "−∞ to +∞ orders" in words
    assert len(_soup(early()).select("path.arrow")) == 8


def test_what_is_not_known_is_no_number() -> None:
    words = _text(CASES["unknown"])
    assert (
        "Nothing is known of orders per user with treatment" in words and "nan" not in words.lower()
    )
    assert "Clusters by variant, each a city, hour" in words


def test_a_guardrail_is_named_once_for_all_its_variants() -> None:
    found = answered(("one", "two", "three"))
    decided = replace(found.decided, answer="no", variant=None)  # type: ignore[type-var]
    words = _text(replace(found, decided=decided))
    assert (
        "Guardrail startup time, two, three: harm beyond the margin of 3% is neither excluded nor shown. "
        "No more harm than was accepted (guardrails): startup time (one)." in words
    )


def test_what_was_not_checked_is_not_folded_away() -> None:
    soup = _soup(answered())
    soup.details.decompose()
    said = " ".join(soup.get_text(" ").split())
    assert "2 checks hold; 1 could not be made:" in said
    assert (
        "Is each row of the data there once? Not checked: orders: no metric declares its grain."
        in said
    )


def test_exploratory_segments_are_told_from_planned_ones() -> None:
    soup = _soup(answered())
    found = [h for h in soup.find(id="segments").find_all_next("h3") if h.find("bdi")]
    heads = {h.find("bdi").get_text(): h.find(class_="gr-kind").get_text() for h in found}
    assert heads == {"country": "planned", "platform": "EXPLORATORY"}
    assert "Nobody planned this split" in soup.get_text()


def test_an_early_look_is_said_under_the_answer() -> None:
    words = _text(CASES["peeked"])
    assert (
        "Looked at before the horizon. 1 of 2 earlier readouts gave estimates from data up to 2026-03-15"
        in words
    )
    assert words.index("Looked at before") < words.index("What was asked")
    assert "This is readout 3 of this plan" in words


def test_a_page_has_a_date_only_where_one_is_given() -> None:
    assert "2026-04-01" not in html(answered())
    assert "groundrules" in html(answered()) and "2026-04-01" in html(answered(), date(2026, 4, 1))


def test_margin_and_zero_are_drawn_where_they_are() -> None:
    orders, startup = panels(answered())
    assert orders.matters and orders.matters.at > orders.zero.at and orders.better_right
    assert startup.margin and startup.margin.at > startup.zero.at and not startup.better_right
    bar = startup.bars[0]
    assert bar.low < startup.zero.at < bar.at < bar.high < startup.margin.at  # type: ignore[operator]
    scale = (startup.margin.at - startup.zero.at) / (812 * 0.03)
    assert bar.at == pytest.approx(startup.zero.at + 3 * scale, abs=0.05)


def test_a_primary_metric_that_only_must_not_get_worse_has_its_margin_drawn() -> None:
    found = answered()
    rule = Decision(ship_when="primary-not-worse", then="On.", otherwise="Off.")
    kept = replace(found.results[0], metric=metric(margin=Change(relative=0.02)))
    (orders, _) = panels(
        replace(found, plan=plan(decision=rule), results=(kept, *found.results[1:]))
    )
    assert orders.margin and orders.margin.at < orders.zero.at


ANY = st.floats(allow_nan=True, allow_infinity=True)


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(control=ANY, at=ANY, low=ANY, high=ANY, margin=st.floats(1e-9, 0.99))
def test_nothing_is_drawn_outside_the_figure(
    control: float, at: float, low: float, high: float, margin: float
) -> None:
    given_ = replace(effect(1.0, 1.1, 0.1), control=control, effect=at, low=low, high=high)
    one = Result(
        "guardrail", metric(), "treatment", given_, 0.5, "undecided", Change(relative=margin)
    )
    (panel,) = panels(replace(answered(), results=(one,)))
    bar = panel.bars[0]
    drawn = [panel.zero.at, bar.at, bar.low, bar.high, panel.margin.at if panel.margin else None]
    assert all(0 <= place <= 100 for place in drawn if place is not None)
    assert (bar.low is None) == math.isnan(low) and bar.open_low == math.isinf(low)


def test_every_guard_has_its_question() -> None:
    named = set()
    for path in sorted((REPORT.parent / "guards").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(
                r"[a-z]+(-[a-z]+)+", str(node.value)
            ):
                named.add(node.value)
    assert {"sample-ratio", "horizon-not-reached"} <= named
    assert named <= set(QUESTIONS)


def test_colours_have_contrast() -> None:
    """WCAG 2.2: 4.5 for text, on paper and on the answer's box, in light and dark."""
    sheet = style() + (REPORT / "page.css").read_text(encoding="utf-8")
    for scheme in ({}, _colours(sheet, r"prefers-color-scheme: dark\)\s*\{\s*:root")):
        colours = {**_colours(sheet, r"^:root"), **scheme}
        for ground in ("paper", "box"):
            for ink in ("ink", "soft", "accent", "good", "bad", "open", "warn"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, colours[ink])


def _colours(sheet: str, where: str) -> dict[str, str]:
    blocks = re.findall(where + r"\s*\{(.*?)\}", sheet, re.S | re.M)
    assert len(blocks) == 2
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", "".join(blocks)))


def _contrast(one: str, other: str) -> float:
    """As https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio defines it."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""The house style of figures: colours that everybody tells apart, labels that do not overlap, the same bytes."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundrules import charts
from groundrules.charts.alt import description
from groundrules.charts.labels import spread
from groundrules.charts.palette import INK, MARK, ON_DARK, PALETTE, PAPER, SOFT, for_dark
from groundrules.charts.style import style
from groundrules.errors import UsageError

matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.text import Text

# What is left of linear RGB without one kind of cone: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes (2009),
# doi:10.1109/TVCG.2009.113, severity 1.0, as colorspacious 1.1 holds them (colorspacious/cvd.py).
CONES = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}  # fmt: skip
# Linear sRGB to XYZ, D65 (IEC 61966-2-1).
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


@pytest.fixture(autouse=True)
def house() -> Iterator[None]:
    with matplotlib.rc_context():
        charts.use()
        yield
    plt.close("all")


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    dark, light = sorted(float(XYZ[1] @ linear(c)) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, cones: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of a colour as it is seen."""
    xyz = XYZ @ np.clip(cones @ linear(colour), 0, 1) / (XYZ @ np.ones(3))
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("cones", CONES.values(), ids=CONES)
@pytest.mark.parametrize("dark", [False, True])
def test_every_kind_of_eyes_tells_the_colours_apart(cones: np.ndarray, dark: bool) -> None:
    shown = [ON_DARK.get(one, one) if dark else one for one in PALETTE]
    for one, other in combinations(shown, 2):
        distance = float(np.linalg.norm(lab(one, cones) - lab(other, cones)))
        # A just noticeable difference is about 2.3; matplotlib's own red and green come to less than this.
        assert distance > 20, (one, other, distance)


def test_the_measure_of_distance_can_fail() -> None:
    red, green = "#d62728", "#2ca02c"  # of matplotlib's own cycle
    apart = [np.linalg.norm(lab(red, c) - lab(green, c)) for c in CONES.values()]
    assert apart[0] > 100 and min(apart) < 35


@pytest.mark.parametrize("dark", [False, True])
def test_data_and_text_are_seen_on_both_pages(dark: bool) -> None:
    page = ON_DARK[PAPER] if dark else PAPER
    for colour in PALETTE:  # WCAG 2.2, 1.4.11: graphics 3 to 1
        assert contrast(ON_DARK.get(colour, colour) if dark else colour, page) >= 3
    for colour in (INK, SOFT):  # 1.4.3: text 4.5 to 1
        assert contrast(ON_DARK[colour] if dark else colour, page) >= 4.5


def test_text_is_legible_on_a_telephone() -> None:
    made = style()
    sizes = ("font.size", "axes.labelsize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize")
    smallest = min(made[key] for key in sizes)
    width = made["figure.figsize"][0] * 72  # points
    assert smallest * 350 / width >= 9.5  # pixels, where the page leaves 350 of 390


def lines() -> plt.Figure:
    figure, axes = plt.subplots()
    for number in range(6):
        axes.plot([0, 1, 2], [1, 2 + number / 50, 3 + number / 50], label=f"line {number}")
    axes.plot([0, 1, 2], [1, 9, math.nan], label="ends early")
    axes.plot([0, 1], [5, 5])
    charts.label_lines(axes)
    return figure


def test_labels_stand_at_the_lines_ends_and_do_not_overlap() -> None:
    figure = lines()
    (axes,) = figure.axes
    figure.draw_without_rendering()
    texts = list(axes.texts)
    assert [one.get_text() for one in texts] == [*(f"line {n}" for n in range(6)), "ends early"]
    boxes = [Text.get_window_extent(one) for one in texts]  # of the words, without the leader
    assert all(below.y1 <= above.y0 for below, above in pairwise(boxes))
    assert all(box.x0 >= axes.get_window_extent().x1 for box in boxes)
    whole = figure.bbox
    assert all(box.x1 <= whole.x1 and box.y0 >= 0 and box.y1 <= whole.y1 for box in boxes)
    assert texts[-1].xy == (1, 9.0), "the leader starts at the last point that is there"


@settings(derandomize=True, database=None, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.001, 0.08))
def test_places_are_apart_in_order_inside_and_nearest(wanted: list[float], apart: float) -> None:
    wanted.sort()
    places = spread(wanted, apart, 0.01)
    assert all(b - a >= apart - 1e-9 for a, b in pairwise(places))
    assert places[0] >= 0.01 - 1e-9 and places[-1] <= 0.99 + 1e-9
    cost = sum((p - w) ** 2 for p, w in zip(places, wanted, strict=True))
    for shift in (-0.003, 0.003):  # no part of it could be moved for the better
        for cut in range(len(places)):
            for moved in ([p + shift * (i >= cut) for i, p in enumerate(places)],
                          [p + shift * (i <= cut) for i, p in enumerate(places)]):  # fmt: skip
                legal = all(b - a >= apart for a, b in pairwise(moved))
                if legal and moved[0] >= 0.01 and moved[-1] <= 0.99:
                    assert sum((p - w) ** 2 for p, w in zip(moved, wanted, strict=True)) >= cost - 1e-9  # fmt: skip


def effects() -> plt.Figure:
    return charts.intervals(
        ["Revenue", "Share", "Nothing"],
        [0.041, -0.02, math.nan],
        [0.02, -math.inf, math.nan],
        [0.06, 0.01, math.nan],
        unit="percent",
        margin=-0.03,
    )


def test_an_effect_plot_says_all_numbers_in_words_too() -> None:
    told = description(effects())
    assert told == (
        "Effects in percentage points with 95% intervals, beside a line at 0.0 and the margin of −3.0. "
        "Revenue: +4.1 (+2.0 to +6.0); Share: −2.0 (−∞ to +1.0); Nothing: not known."
    )
    with pytest.raises(UsageError, match="one length"):
        charts.intervals(["a"], [1], [0], [], unit="EUR")
    with pytest.raises(UsageError, match="needs a text"):
        charts.describe(plt.figure(), " ")


def test_the_axis_of_effects_is_in_the_unit_too() -> None:
    """Shares in percentage points, as their numbers are; thousands apart; no more digits than were asked for."""
    figure = effects()
    figure.draw_without_rendering()
    assert {"−2", "0", "2", "4"} <= {one.get_text() for one in figure.axes[0].get_xticklabels()}
    figure = charts.intervals(["Users"], [2598.95], [-2120.9], [3076.99], unit="EUR a week:0")
    figure.draw_without_rendering()
    assert {"−2,000", "0", "3,000"} <= {one.get_text() for one in figure.axes[0].get_xticklabels()}
    assert "EUR a week;" in figure.axes[0].get_xlabel()
    assert "Users: +2,599 (−2,121 to +3,077)" in str(description(figure))


def test_the_axis_of_shares_is_in_percentage_points_as_it_says() -> None:
    figure = charts.intervals(["a"], [0.2], [-0.1], [0.4], unit="percent")
    (axes,) = figure.axes
    assert "percentage points" in axes.get_xlabel()
    figure.draw_without_rendering()
    plain = charts.intervals(["a"], [0.2], [-0.1], [0.4], unit="percent", signed=False)
    told = description(plain)
    assert told is not None and told.startswith("Values in %") and "a: 20.0 (−10.0 to 40.0)" in told
    assert {"−10", "20", "40"} <= {tick.get_text() for tick in axes.get_xticklabels()}


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
@pytest.mark.parametrize("draw", [lines, effects])
def test_the_same_figure_is_the_same_bytes(suffix: str, draw: object, tmp_path: Path) -> None:
    first = charts.save(draw(), tmp_path / f"a{suffix}").read_bytes()  # type: ignore[operator]
    assert charts.save(draw(), tmp_path / f"b{suffix}").read_bytes() == first  # type: ignore[operator]
    with pytest.raises(UsageError, match="saved as"):
        charts.save(plt.figure(), tmp_path / "x.bmp")


def test_a_figure_is_recoloured_for_a_dark_page(tmp_path: Path) -> None:
    light = charts.save(effects(), tmp_path / "a.svg").read_text()
    assert MARK in light and INK in light and "Date" not in light and "Matplotlib v" not in light
    dark = for_dark(light)
    assert not any(colour in dark for colour in ON_DARK)
    assert all(colour in dark for colour in PALETTE if colour in light and colour != INK)


def test_matplotlib_is_imported_only_when_used() -> None:
    code = "import sys, groundrules.charts; print([m for m in ('matplotlib', 'pandas', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.replace("'", '"')) == []

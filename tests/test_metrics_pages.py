"""`groundrules metrics pages`: what stands on them, links that lead somewhere, hostile names, the same bytes twice."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from conftest import ROOT, Run

from groundrules.metrics import catalogue
from groundrules.metrics.form import Column, Source
from groundrules.metrics.pages import pages
from groundrules.render.markdown import document

CATALOGUE = catalogue.read((ROOT / "standards" / "metrics",))
PLANS = {"conversion": (("plans/a.yaml", "primary"),)}


def test_every_metric_and_source_has_its_page() -> None:
    found = pages(CATALOGUE, PLANS)
    assert set(found) == {
        "index.md",
        *(f"metrics/{name}.md" for name in CATALOGUE.metrics),
        *(f"sources/{name}.md" for name in CATALOGUE.sources),
    }
    assert found == pages(CATALOGUE, PLANS)


def test_links_lead_to_pages() -> None:
    found = pages(CATALOGUE, PLANS)
    links = 0
    for path, text in found.items():
        for link in re.findall(r"(?<!\\)\]\(([^)]+)\)", text):
            links += 1
            target = (Path(path).parent / link).as_posix()
            parts: list[str] = []
            for part in target.split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in found, (path, link)
    assert links > 60


def test_a_source_tells_what_a_reader_asks() -> None:
    page = pages(CATALOGUE, PLANS)["sources/orders.md"]
    for part in (
        "One row per order", "owner: monetisation analytics", "one row for each `order_id`",
        "at most 6 hours old", "contract: none", "**sensitive**. who ordered",
        "| `refunded` | decimal | what of the amount was given back so far; NULL if nothing | [refund_share]",
    ):  # fmt: skip
        assert part in page, part
    assert "No metric reads it." not in page


def test_a_metric_tells_how_and_who() -> None:
    page = pages(CATALOGUE, PLANS)["metrics/conversion.md"]
    for part in (
        "Share of users with at least one paid order",
        "```sql",
        "`plans/a.yaml` (primary)",
        "| `a` | 1 |",
    ):
        assert part in page, part
    assert "**Replaced by" in pages(CATALOGUE, {})["metrics/video_starts_per_user.md"]


def test_hostile_names_make_no_markdown_and_no_paths() -> None:
    odd = "../a|b`c<script>"
    source = Source(
        name=odd, description="<b>x</b> | [y](z)", owner="*us*", grain=("x|y",),
        columns={"x|y": Column(type="text", description="a|b"), "``": Column(type="other")},
    )  # fmt: skip
    twin = msgspec.structs.replace(source, name="..__a b_c<script>")
    metric = msgspec.structs.replace(
        CATALOGUE.metrics["conversion"], source=odd, owner="a|b", tests=()
    )
    found = pages(catalogue.Catalogue({"conversion": metric}, {odd: source, twin.name: twin}), {})
    places = [path for path in found if path.startswith("sources/")]
    assert len(places) == 2 and all(re.fullmatch(r"sources/\w[\w.-]*\.md", one) for one in places)
    assert "Its SQL cannot be written" in found["metrics/conversion.md"]
    page = next(found[one] for one in places if "x\\|y" in found[one])
    (row,) = [line for line in page.splitlines() if line.startswith("| `x\\|y`")]
    assert row == "| `x\\|y` | text | a\\|b |  |"
    html = document(found[places[0]], "x")
    assert "<script>" not in html and "<b>x</b>" not in html


def test_html_is_one_file_whose_links_lead_to_html() -> None:
    html = document(pages(CATALOGUE, PLANS)["index.md"], "a <b>")
    assert 'href="metrics/conversion.html"' in html and "<table>" in html and "a &lt;b&gt;" in html
    assert not re.search(r"(src|href)=\"https?:", html)


def test_the_command(run: Run, tmp_path: Path) -> None:
    assert run("metrics", "pages", "-o", "docs", "--html").returncode == 0
    assert (tmp_path / "docs" / "metrics" / "conversion.html").is_file()
    assert run("metrics", "pages", "-o", "docs", "--html", "--check").returncode == 0
    page = tmp_path / "docs" / "metrics" / "conversion.md"
    (tmp_path / "docs" / "metrics" / "gone.md").write_text(page.read_text(), encoding="utf-8")
    (tmp_path / "docs" / "own.md").write_text("# ours\n", encoding="utf-8")
    page.write_text("old", encoding="utf-8")
    checked = run("metrics", "pages", "-o", "docs", "--check")
    assert checked.returncode == 1
    assert re.findall(r"(\w+)\.md", checked.stdout) == ["conversion", "gone"]
    assert "1 old" in run("metrics", "pages", "-o", "docs", "--html").stdout
    assert not (tmp_path / "docs" / "metrics" / "gone.md").exists()
    assert (tmp_path / "docs" / "own.md").exists()


@pytest.mark.parametrize("name", ["a", "a\nb"])
def test_a_title_stays_a_title(name: str) -> None:
    assert document("# x", name).count("<title>") == 1

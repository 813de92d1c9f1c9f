"""The survey's page shows what its verdicts say, and no rule is worse than 9 in 10."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "survey"))

import table


def test_the_page_shows_the_table() -> None:
    page = (table.HERE / "README.md").read_text(encoding="utf-8")
    assert table.table(table.load()) in page


def test_nine_of_ten_hits_are_right() -> None:
    verdicts = Counter((row["code"], row["verdict"]) for row in table.load()["verdicts"])
    for code in {code for code, _ in verdicts}:
        right, wrong = verdicts[code, "right"], verdicts[code, "wrong"]
        assert right >= 9 * wrong, code

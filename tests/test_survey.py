"""The survey's page shows what its verdicts say, and no default rule is worse than 9 in 10."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from groundrules import Severity, catalogue, config

sys.path.insert(0, str(Path(__file__).parent / "survey"))

import table


def test_the_page_shows_the_table() -> None:
    page = (table.HERE / "README.md").read_text(encoding="utf-8")
    assert table.table(table.load()) in page


def test_nine_of_ten_hits_that_are_shown_by_default_are_right() -> None:
    rules = catalogue.load(config.Config(root=Path()))
    default = {rule.code for rule in rules if rule.severity is not Severity.INFO}
    verdicts = Counter(
        (row["code"], row["verdict"]) for row in table.load()["verdicts"] if row["found"]
    )
    assert {code for code, _ in verdicts} <= default
    for code in default:
        assert verdicts[code, "right"] >= 9 * verdicts[code, "wrong"], code

"""Every rule of ours through the tester that teams use, and in every host it can hide in."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from groundrules import QueryRule, Rule, catalogue, content, ruletest
from groundrules.config import Config
from groundrules.lint import Linter

CHECKS = content.room("checks")
FILES = catalogue.rule_files(CHECKS)
RULES = {path.stem: (catalogue.load_file(path), path) for path in FILES}


@pytest.mark.parametrize("stem", RULES)
def test_rule_passes_its_own_tests(stem: str) -> None:
    rule, path = RULES[stem]
    assert list(ruletest.test_rule(rule, path)) == []


def _python_fixtures() -> list[str]:
    return [
        stem
        for stem, (rule, path) in RULES.items()
        if (path.parent / "fixtures" / f"{stem}.py").is_file()
    ]


@pytest.mark.parametrize("stem", _python_fixtures())
def test_the_same_mistakes_are_found_in_a_notebook(stem: str) -> None:
    """The fixture's `# %%` parts as cells: the same hits, at the same line of the right cell."""
    rule, path = RULES[stem]
    text = (path.parent / "fixtures" / f"{stem}.py").read_text()
    data = ruletest.as_notebook(ruletest.unconfigured(text.encode()).decode())
    expected: Counter[tuple[int, int]] = Counter()
    for number, cell in enumerate(json.loads(data)["cells"], start=1):
        for line, source in enumerate(cell["source"].split("\n"), start=1):
            expected[number, line] += ruletest.expected(source)
    config = ruletest.configured(text, Config(root=path.parent))
    hits, notes = Linter(config, [rule]).check("fixture.ipynb", data)
    assert notes == []
    assert Counter((hit.cell, hit.line) for hit in hits) == +expected


HOSTS = {
    "spark": "from pyspark.sql import SparkSession as S\nspark = S.builder.getOrCreate()\nspark.sql({})\n",
    "pandas": "import pandas as pd\n\nimport os\n\nframe = pd.read_sql({}, con)\n",
    "variable": "import duckdb\nx = 1\ny = 2\nquery = {}\nduckdb.sql(query)\n",
    "method": "import db\nx = 1\ny = 2\n\ncursor.execute({})\n",
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    "stem", [s for s, (rule, _) in RULES.items() if isinstance(rule, QueryRule)]
)
@pytest.mark.parametrize("prefix", ["", "f"])
def test_sql_inside_python_is_found_at_its_line(stem: str, host: str, prefix: str) -> None:
    rule, path = RULES[stem]
    text = (path.parent / "fixtures" / f"{stem}.sql").read_text()
    before, after = HOSTS[host].split("{}")
    body = text.replace("{", "{{").replace("}", "}}") if prefix else text
    source = f'{before}{prefix}"""\n{body}"""{after}'
    lines = enumerate(source.split("\n"), start=1)
    expected = +Counter({number: ruletest.expected(line) for number, line in lines})
    config = ruletest.configured(text, Config(root=path.parent))
    hits, notes = Linter(config, [rule]).check("host.py", source.encode())
    assert notes == []
    assert Counter(hit.line for hit in hits) == expected


def test_sql_in_an_f_string_keeps_columns_after_a_placeholder() -> None:
    rule, path = RULES["count_case_else"]
    source = "import duckdb\nt = 'x'\nduckdb.sql(f\"SELECT {t}, COUNT(CASE WHEN a THEN 1 ELSE 0 END) FROM {t}\")\n"
    hits, _ = Linter(Config(root=path.parent), [rule]).check("host.py", source.encode())
    line = source.split("\n")[2]
    assert [(hit.line, hit.column) for hit in hits] == [(3, line.index("COUNT") + 1)]


def test_sql_cell_of_a_notebook() -> None:
    rule, path = RULES["count_case_else"]
    data = ruletest.as_notebook(
        "x = 1\n# %%\n%%sql\nSELECT 1,\n COUNT(CASE WHEN a THEN 1 ELSE 0 END) FROM t\n"
    )
    hits, _ = Linter(Config(root=path.parent), [rule]).check("host.ipynb", data)
    assert [(hit.cell, hit.line, hit.column) for hit in hits] == [(2, 3, 2)]


def test_filtered_findings_equal_unfiltered_over_all_fixtures() -> None:
    rules: list[Rule] = [rule for rule, _ in RULES.values()]
    for path in sorted(CHECKS.rglob("fixtures/*")):
        if path.suffix == ".yaml":
            continue  # a plan, which the linter does not read
        data = path.read_bytes()
        config = ruletest.configured(data.decode(), Config(root=CHECKS))
        one, other = Linter(config, rules), Linter(config, rules, filtered=False)
        assert one.check(path.as_posix(), data) == other.check(path.as_posix(), data), path


def test_a_generated_project_shape_of_team_rules(tmp_path: Path) -> None:
    """A team's own rule: found through the configuration, tested by the same tester."""
    rules = tmp_path / "rules"
    (rules / "fixtures").mkdir(parents=True)
    (rules / "no_print.py").write_text(TEAM_RULE)
    (rules / "fixtures" / "no_print.py").write_text("print(1)  # expect: TEA001\nlog(1)\n")
    assert [verdict.faults for verdict in ruletest.test_folder(rules)] == [()]
    (rules / "fixtures" / "no_print.py").write_text("print(1)\nlog(1)  # expect: TEA001\n")
    faults = [fault for verdict in ruletest.test_folder(rules) for fault in verdict.faults]
    assert len(faults) == 2
    assert "line 1: 1 unexpected TEA001" in faults[1]


TEAM_RULE = '''
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit


class NoPrint(CodeRule):
    """A print is left in.

    Why: 1 of 1.

    Bad:
        ```python
        print(1)
        ```
    Good:
        ```python
        len("x")
        ```
    """

    code = "TEA001"
    name = "no-print"
    standard = "team/printing"
    mend = "Remove it."

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.every_call():
            if call.method == "print":
                yield Hit(call, "This prints.")
'''

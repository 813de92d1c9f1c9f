"""The facts of SQL: statements, templates, dialect, keys, lineage, and where it all stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from groundrules import check
from groundrules.facts.query import Query
from groundrules.facts.sql import dialects, split
from groundrules.facts.sql.script import Script
from groundrules.files import databricks
from groundrules.files.sql import mask
from groundrules.spans import Span


def _query(sql: str, number: int = -1, **settings: Any) -> Query:
    masked, _ = mask(sql)
    script = Script("x.sql", masked, sql, lambda a, b: Span(1, a, 1, b), settings)
    parsed = script.parse(script.statements[number])
    assert isinstance(parsed, Query), parsed
    return parsed


def _keys(sql: str, number: int = -1, **settings: Any) -> set[frozenset[str]]:
    query = _query(sql, number, **settings)
    return {key.columns for key in query.body_keys(query.root)}


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT ';' -- a;b\n, 1; SELECT 2;;", ["SELECT ';' , 1", "SELECT 2"]),
        ("/* ; */ SELECT 1 /* it's */; SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("SELECT 'C:\\'; SELECT 2", ["SELECT 'C:\\'", "SELECT 2"]),
        ("SELECT 'it\\'s;'; SELECT 2", ["SELECT 'it\\'s;'", "SELECT 2"]),
        ("SELECT 1\nGO\nSELECT 2\ngo", ["SELECT 1", "SELECT 2"]),
        ("SELECT 1\n-- COMMAND ----------\nSELECT 2", ["SELECT 1", "SELECT 2"]),
        ("BEGIN; SELECT 1; END", ["SELECT 1", "END"]),
        ("IF x > 0 THEN SELECT 1; ELSE SELECT 2; END IF;", ["SELECT 1", "SELECT 2", "END IF"]),
        ("GRANT SELECT ON a TO b; DROP TABLE t; COMMENT ON TABLE t IS 'SELECT'", []),
        ("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", ["SELECT 1", "SELECT 2", "END"]),
        ('SELECT """a;b""", \'\'\'c;d\'\'\'; SELECT 2', ['SELECT """a;b""", \'\'\'c;d\'\'\'', "SELECT 2"]),
    ],
)  # fmt: skip
def test_statements(sql: str, words: list[str]) -> None:
    found = list(split.statements(sql))
    assert [" ".join(one.text.split()) for one in found] == words
    assert all(sql[one.start] == one.text[0] for one in found)


def test_the_body_of_a_function_is_statements_at_their_places() -> None:
    sql = "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  SELECT COUNT(*) FROM t;\nEND $$ LANGUAGE plpgsql"
    inner = [one for one in split.statements(sql) if one.text.startswith("SELECT")]
    assert [sql[one.start : one.start + len(one.text)] for one in inner] == [
        "SELECT COUNT(*) FROM t"
    ]


@pytest.mark.parametrize(
    ("template", "sql"),
    [
        ("SELECT a FROM {{ ref('orders') }} o", "SELECT a FROM orders o"),
        ("SELECT a FROM {{ ref('pkg', 'orders') }}", "SELECT a FROM orders"),
        ("SELECT a FROM {{source('crm','orders')}}", "SELECT a FROM crm.orders"),
        ("{{ config(materialized='table') }} SELECT 1", "SELECT 1"),
        ("{# note #}{% set x = 1 %}SELECT 1", "SELECT 1"),
        ("SELECT 1 {% if a %} + 1 {% elif b %} + 2 {% else %} + 3 {% endif %}", "SELECT 1 + 1"),
        ("SELECT {% for c in cs %} x {% if not loop.last %}, {% endif %}{% endfor %} FROM t", "SELECT x FROM t"),
        ("{% macro f(a) %} SELECT {{ a }} {% endmacro %}", ""),
        ("{{ my_macro() }}\nSELECT 1", "SELECT 1"),
        ("SELECT a FROM t {{ dbt_utils.group_by(n=1) }}", "SELECT a FROM t GROUP BY ALL"),
        ("SELECT a FROM {{ schema }}.t", "SELECT a FROM ___schema___.t"),
        ("SELECT a FROM stg_{{ name }}_v1", "SELECT a FROM stg____name____v1"),
        ("{% if is_incremental() %}SELECT 1{% endif %}", "SELECT 1"),
        ("\\echo hello\nSELECT 1", "SELECT 1"),
        ("DELIMITER //\nSELECT 1//\nDELIMITER ;\nSELECT 2;", "SELECT 1; SELECT 2;"),
        ("SELECT a FROM {schema}.t", "SELECT a FROM _schema_.t"),
    ],
)  # fmt: skip
def test_templates_keep_their_length(template: str, sql: str) -> None:
    masked, _ = mask(template)
    assert len(masked) == len(template)
    assert [n for n, c in enumerate(masked) if c == "\n"] == [
        n for n, c in enumerate(template) if c == "\n"
    ]
    assert " ".join(masked.split()) == sql


@pytest.mark.parametrize(
    ("sql", "keys"),
    [
        ("SELECT u, COUNT(*) AS n FROM t GROUP BY u", {("u",)}),
        ("SELECT u AS x, d, SUM(y) AS y FROM t GROUP BY 1, 2", {("x", "d")}),
        ("SELECT COUNT(*) AS n FROM t GROUP BY u", set()),
        ("SELECT u, d, COUNT(*) AS n FROM t WHERE d = '2024' GROUP BY u, d", {("u",)}),
        ("SELECT u, COUNT(*) AS n FROM t GROUP BY ROLLUP (u)", set()),
        ("SELECT DISTINCT a, b FROM t", {("a", "b")}),
        ("SELECT SUM(x) AS x FROM t", {()}),
        ("SELECT 1 AS one", {()}),
        ("SELECT a FROM t LIMIT 1", {()}),
        ("SELECT a FROM t UNION SELECT a FROM s", {("a",)}),
        ("SELECT a FROM t UNION ALL SELECT a FROM s", set()),
        ("SELECT * FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY u ORDER BY d) = 1", {("u",)}),
        (
            "SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY u ORDER BY d) AS n FROM t) AS s WHERE n = 1",
            {("u",)},
        ),
        ("WITH g AS (SELECT u, COUNT(*) AS n FROM t GROUP BY u) SELECT * FROM g", {("u",)}),
        ("WITH g AS (SELECT u, COUNT(*) AS n FROM t GROUP BY u) SELECT u AS v, n FROM g", {("v",)}),
        (
            "WITH g AS (SELECT u, COUNT(*) AS n FROM t GROUP BY u) SELECT a.u FROM g a JOIN g b ON a.u = b.u",
            {("u",)},
        ),
        (
            "WITH g AS (SELECT u, COUNT(*) AS n FROM t GROUP BY u) SELECT g.u FROM g JOIN t ON t.u = g.u",
            set(),
        ),
    ],
)
def test_keys_of_queries(sql: str, keys: set[tuple[str, ...]]) -> None:
    assert _keys(sql) == {frozenset(key) for key in keys}


def test_keys_of_tables_come_from_the_configuration_and_the_ddl() -> None:
    assert _keys("SELECT a, b FROM s.t", keys={"t": ["a"]}) == {frozenset(["a"])}
    ddl = "CREATE TABLE t (a INT PRIMARY KEY, b INT, c INT NOT NULL, UNIQUE (b, c)); "
    assert _keys(ddl + "SELECT a, b, c FROM t") == {frozenset("a"), frozenset("bc")}
    made = "CREATE TEMP TABLE m AS SELECT u, COUNT(*) AS n FROM t GROUP BY u; "
    assert _keys(made + "SELECT u, n FROM m") == {frozenset("u")}


def test_a_dbt_project_declares_keys_and_its_dialect(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "dbt_project.yml").write_text("name: shop\n")
    (tmp_path / "requirements.txt").write_text("dbt-postgres==1.8\n")
    (tmp_path / "models" / "schema.yml").write_text(
        "models:\n  - name: orders\n    columns:\n      - name: order_id\n"
        "        data_tests: [unique, not_null]\n"
        "  - name: lines\n    tests:\n      - dbt_utils.unique_combination_of_columns:\n"
        "          combination_of_columns: [order_id, line_no]\n"
    )
    model = tmp_path / "models" / "revenue.sql"
    model.write_text(
        "select sum(o.total), count(o.paid) / count(*) as paid\nfrom {{ ref('orders') }} o\n"
        "join {{ ref('lines') }} l on l.order_id = o.order_id\n"
    )
    found = check.check_paths([model], select=["SQL001", "SQL007"])
    assert [(hit.code, hit.line) for hit in found.findings] == [("SQL001", 1), ("SQL007", 1)]


def test_lineage_follows_names_through_ctes_stars_and_unions() -> None:
    sql = (
        "WITH a AS (SELECT day, AVG(x) AS m FROM t GROUP BY day), b AS (SELECT * FROM a), "
        "c AS (SELECT day, m AS mm FROM b UNION ALL SELECT day, 0 AS z FROM t) SELECT mm FROM c"
    )
    query = _query(sql)
    (column,) = query.root.parts("expressions")
    assert [origin.kind for origin in query.origins(column)] == ["avg", "literal"]


def test_a_bare_name_that_one_query_gives_is_that_querys_beside_an_unknown_table() -> None:
    query = _query(
        "WITH n AS (SELECT id, ROW_NUMBER() OVER (PARTITION BY id) AS rn FROM t) "
        "SELECT n.id, u.name FROM n JOIN users u ON u.id = n.id WHERE rn = 1"
    )
    (number,) = query.first_rows(query.root)
    assert number.kind == "window"


def test_a_cte_that_is_named_like_the_table_it_reads_is_no_circle() -> None:
    assert _keys("WITH t AS (SELECT a FROM t) SELECT a FROM t", keys={"t": ["a"]}) == {
        frozenset("a")
    }
    recursive = "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r) SELECT a FROM r"
    assert _keys(recursive) == set()


@pytest.mark.parametrize(
    ("sql", "dialect"),
    [
        ("SELECT SAFE_DIVIDE(a, b) FROM `p.d.t`", "bigquery"),
        ("SELECT TOP 5 a FROM t WITH (NOLOCK)", "tsql"),
        ("SELECT a::int FROM t QUALIFY x = 1", None),
        ("SELECT a FROM t", None),
    ],
)
def test_the_dialect_is_told_only_where_it_is_certain(sql: str, dialect: str | None) -> None:
    assert _query(sql).dialect == dialect


def test_integers_divide_as_integers_where_every_possible_dialect_does_so() -> None:
    assert _query("SELECT a::int / 2 FROM t WHERE x ~* 'a'", dialect="postgres").divides_integers
    assert not _query("SELECT a / b FROM t").divides_integers
    assert dialects.possible("CREATE FUNCTION f() AS $$ x $$ LANGUAGE plpgsql") <= frozenset(
        ["postgres", "redshift"]
    )


def test_databricks_exports_hold_sql_cells() -> None:
    text = (
        "# Databricks notebook source\nx = 1\n\n# COMMAND ----------\n\n# MAGIC %sql\n"
        "# MAGIC SELECT COUNT(CASE WHEN a THEN 1 ELSE 0 END)\n# MAGIC FROM $db.t\n\n"
        "# COMMAND ----------\n\n %md\n Some words\n\n# COMMAND ----------\n\ny = 2\n"
    )
    python, regions = databricks.split(text)
    assert len(python) == len(text)
    words = ["#", "Databricks", "notebook", "source", "x", "=", "1", "#", "COMMAND", "----------"]
    assert python.split() == [*words, "y", "=", "2"]
    (region,) = regions
    assert region.dialect == "databricks"
    assert " ".join(region.sql.split()).startswith(f"{BAD[:-1]}_db.t #")
    found = check.check_text(text.encode(), "export.py", select=["SQL005"])
    assert [(hit.line, hit.column) for hit in found.findings] == [(7, 16)]


BAD = "SELECT COUNT(CASE WHEN a THEN 1 ELSE 0 END) FROM t"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (f"SQL = '{BAD}'\ncon.execute(SQL)\n", 1),
        (f"class Q:\n    sql = '{BAD}'\n\n    def run(self, con):\n        con.execute(self.sql)\n", 2),
        (f"def run(con, sql):\n    return con.execute(sql)\n\nrun(c, '{BAD}')\n", 4),
        (f"def sql():\n    return '{BAD}'\n\ncon.execute(sql())\n", 2),
        (f"Q = {{'n': '{BAD}'}}\ncon.execute(Q['n'])\n", 1),
        (f"import sqlalchemy as sa\ncon.execute(sa.text('{BAD}'))\n", 2),
        (f"from textwrap import dedent\ncon.execute(dedent('''\\\n{BAD}'''))\n", 3),
        (f"con.execute('{BAD} WHERE x = %s', (1,))\n", 1),
        (f"con.execute('{BAD} WHERE x = {{}}'.format(3))\n", 1),
        (f"con.execute(\n    'SELECT a, '\n    '{BAD[7:]}'\n)\n", 3),
        (f"con.execute('SELECT a, ' + col + ', {BAD[7:]}')\n", 1),
        (f"import pandas as pd\npd.read_sql(con=c, sql='{BAD}')\n", 2),
        (f"con.execute('{BAD}' if x else 'SELECT 1')\n", 1),
    ],
)  # fmt: skip
def test_sql_in_python_is_found_where_it_stands(source: str, line: int) -> None:
    found = check.check_text(source.encode(), "a.py", select=["SQL005"])
    assert [hit.line for hit in found.findings] == [line]
    text = source.split("\n")[line - 1]
    assert found.findings[0].column == text.index("COUNT") + 1


def test_long_comments_between_statements_are_scanned_once() -> None:
    """Blanked comments are long runs of spaces, on which a careless expression takes minutes."""
    comment = "-- " + "a word or two " * 20 + "\n"
    sql = ("CREATE TABLE a AS SELECT 1" + "\n\n" + comment * 300) * 30
    assert len(list(split.statements(sql))) == 30

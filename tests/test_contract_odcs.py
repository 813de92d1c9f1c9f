"""A contract that goes to ODCS and comes back asks the same, and what ODCS or pandera has no word for is told."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pandera.pandas as pa
import pytest
import yaml
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.engines.pandas_engine import DateTime
from test_contract_engines import KINDS, cases, checks
from test_contract_infer import NAMES, Clean

from groundrules.contracts import checks as ours
from groundrules.contracts import load_schema
from groundrules.contracts.compile import compile_contract
from groundrules.contracts.engines.duck import _stored
from groundrules.contracts.form import CheckForm, DistinctAre, TypeForm, UnportableError
from groundrules.contracts.naming import label
from groundrules.contracts.odcs.export import export
from groundrules.contracts.odcs.importing import import_odcs
from groundrules.errors import ContentError, UsageError

CASES = 120
Draw = Callable[..., Any]
STANDARD = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text())
for condition in STANDARD["$defs"]["SchemaBaseProperty"]["allOf"]:
    if condition.get("then", {}).get(
        "required"
    ):  # 3.2 asks for a `map` where no logicalType is said
        condition["if"]["required"] = ["logicalType"]
STORED = {"integer": "bigint", "float": "double", "text": "varchar", "boolean": "boolean", "time": "timestamp",
          "zoned time": "timestamp with time zone", "single": "float", "decimal": "decimal(10,2)", "date": "date",
          "category": "varchar"}  # fmt: skip
VALID = jsonschema.validators.validator_for(STANDARD)(STANDARD)
METADATA = [None, {"sensitive": True}, {"classification": "public", "n": [1, 2]}, {"sensitive": False},
            {"sensitive": True, "classification": "pii"}, {"classification": "restricted"}]  # fmt: skip


@st.composite
def decorated(draw: Draw, kind: str) -> pa.Check:
    """Return a check of a column, now and then with options, a tolerance or code of Python."""
    check = draw(checks(kind))
    how = draw(
        st.sampled_from(["plain", "plain", "plain", "warns", "called", "nulls", "mostly", "some"])
    )
    if how == "warns":
        check.raise_warning = True
    if how == "called":
        check.error, check.title = draw(st.sampled_from([("why", None), ("why", 'a "title"')]))
    if how == "nulls":
        check.ignore_na = False
    if how == "some":
        check.n_failure_cases = 3
    if how == "mostly" and check.name != "unique_values_eq":
        share = draw(st.sampled_from([0.5, 0.999, 1.0]))
        return ours.mostly(check, share=share, raise_warning=draw(st.booleans()))
    return check


def _of_each_value(check: pa.Check) -> bool:
    return check.name != "unique_values_eq"


@st.composite
def contracts(draw: Draw) -> tuple[pa.DataFrameSchema, list[str], list[TypeForm | None]]:
    """Return a contract, and the columns of a table for it with their types."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    kinds = [draw(st.sampled_from(sorted(KINDS))) for _ in names]
    columns = {}
    for name, kind in zip(names, kinds, strict=True):
        columns[name] = pa.Column(
            draw(st.sampled_from(KINDS[kind][2])),
            draw(st.lists(decorated(kind), max_size=3)),
            nullable=draw(st.booleans()),
            unique=draw(st.booleans()),
            required=draw(st.sampled_from([True, True, False])),
            coerce=draw(st.sampled_from([False, False, True])),
            title=draw(st.sampled_from([None, "A title"])),
            description=draw(st.sampled_from([None, "What it\nis"])),
            metadata=draw(st.sampled_from(METADATA)),
        )  # fmt: skip
    table_checks = []
    if draw(st.sampled_from([False, False, True])):
        sign = draw(st.sampled_from(["==", "<="]))
        warns = draw(st.booleans())
        table_checks.append(ours.compare(names[0], sign, names[-1], raise_warning=warns))
        condition, other = (draw(checks(kinds[n]).filter(_of_each_value)) for n in (0, -1))
        then = draw(st.sampled_from(["not null", other]))
        table_checks.append(ours.when(names[0], condition, then=(names[-1], then)))
    groups = draw(st.sampled_from([None, names, [names, names[:1]]]))
    schema = pa.DataFrameSchema(
        columns, checks=table_checks, unique=groups, name=draw(st.sampled_from([None, "Orders", "the orders", "1x"])),
        strict=draw(st.sampled_from([False, True, "filter"])), ordered=draw(st.booleans()),
        unique_column_names=draw(st.booleans()), title=draw(st.sampled_from([None, "T"])),
        description=draw(st.sampled_from([None, "One row for\neach"])), coerce=draw(st.booleans()),
    )  # fmt: skip
    return schema, names, [_stored(STORED[kind]) for kind in kinds]


def _form(schema: pa.DataFrameSchema, names: list[str], stored: list[TypeForm | None]) -> object:
    """Return all that is asked, checks in an order of their own."""
    try:
        form = compile_contract(schema, names, stored)
    except UnportableError:
        return "for pandera alone"
    columns = [
        (
            one.name,
            one.required,
            one.type,
            one.nullable,
            one.unique,
            sorted(map(_asked, one.checks)),
        )
        for one in form.columns
    ]
    return form.name, columns, form.unique, form.checks


def _asked(check: CheckForm) -> str:
    asked: Any = check.condition
    if isinstance(asked, DistinctAre):  # a set, in any order
        asked = sorted(map(repr, asked.values))
    return repr((check.label, asked, check.advisory, check.share))


def _rest(schema: pa.DataFrameSchema) -> object:
    """Return what the form does not hold."""
    columns = {
        name: (
            one.dtype, one.nullable, one.unique, one.required, one.coerce, one.title, one.description,
            one.metadata or None,
            sorted((label(c), c.raise_warning, c.ignore_na, c.n_failure_cases or 0) for c in one.checks),
        )
        for name, one in schema.columns.items()
    }  # fmt: skip
    return (
        columns, schema.strict, schema.ordered, schema.unique_column_names, schema.title, schema.description,
        schema.coerce,
    )  # fmt: skip


def _there_and_back(schema: pa.DataFrameSchema, folder: Path, clean: Clean) -> pa.DataFrameSchema:
    text = export(schema, lambda _line: None)
    assert text == export(schema, lambda _line: None)
    VALID.validate(yaml.safe_load(text))
    (folder / "contract.odcs.yaml").write_text(text, encoding="utf-8")
    source = import_odcs(folder / "contract.odcs.yaml", None, lambda _line: None)
    file = clean.add(source)
    name = re.search(r"^(?:class )?(\w+)(?: = pa\.DataFrameSchema|)\(", source, re.M)
    assert name is not None
    return load_schema(f"{file}:{name[1]}")


@pytest.mark.parametrize("kind", ["contracts", "cases"])
def test_there_and_back_it_asks_the_same(tmp_path: Path, kind: str) -> None:
    clean = Clean(tmp_path)
    drawn = contracts() if kind == "contracts" else cases().map(_with_types)

    @settings(
        max_examples=CASES, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(drawn)
    def same(case: tuple[pa.DataFrameSchema, list[str], list[TypeForm | None]]) -> None:
        schema, names, stored = case
        back = _there_and_back(schema, tmp_path, clean)
        assert _form(back, names, stored) == _form(schema, names, stored)
        assert _rest(back) == _rest(schema)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        same()
    clean.check()


def _with_types(case: Any) -> tuple[pa.DataFrameSchema, list[str], list[TypeForm | None]]:
    table, schema = case
    kinds = {"int": "bigint", "uin": "bigint", "dou": "double", "str": "varchar", "boo": "boolean", "flo": "float",
             "dec": "decimal(10,2)", "dat": "date", "dic": "varchar"}  # fmt: skip
    stored = [
        "timestamp with time zone" if "tz=" in str(t) else kinds.get(str(t)[:3], "timestamp")
        for t in table.schema.types
    ]
    return schema, table.column_names, [_stored(one) for one in stored]


def _property(column: pa.Column, notes: list[str]) -> dict[str, Any]:
    text = export(pa.DataFrameSchema({"x": column}), notes.append)
    found: dict[str, Any] = yaml.safe_load(text)["schema"][0]["properties"][0]
    return found


@pytest.mark.parametrize(
    ("column", "options"),
    [
        (pa.Column(int, pa.Check.ge(0)), {"format": "i64", "minimum": 0}),
        (pa.Column(float, pa.Check.gt(0)), {"format": "f64", "exclusiveMinimum": 0}),
        (pa.Column("uint8", pa.Check.le(9)), {"format": "u8", "maximum": 9}),
        (pa.Column(int, pa.Check.lt(9)), {"format": "i64", "exclusiveMaximum": 9}),
        (pa.Column(str, pa.Check.str_matches("^[A-Z]{2}$")), {"pattern": "^[A-Z]{2}$"}),
        (pa.Column(str, pa.Check.str_length(2)), {"minLength": 2, "maxLength": 2}),
        (pa.Column(str, pa.Check.str_length(max_value=5)), {"maxLength": 5}),
        (pa.Column(pa.DateTime, pa.Check.ge(pd.Timestamp("2024-01-01"))),
         {"timezone": False, "minimum": "2024-01-01T00:00:00"}),
        (pa.Column(pd.DatetimeTZDtype("ns", "Europe/Paris")),
         {"timezone": True, "defaultTimezone": "Europe/Paris"}),
        (pa.Column(bool), None),
    ],
)  # fmt: skip
def test_what_odcs_has_a_word_for(column: pa.Column, options: dict[str, Any] | None) -> None:
    notes: list[str] = []
    assert _property(column, notes).get("logicalTypeOptions") == options
    assert notes == []


def test_values_keys_and_sensitive_columns() -> None:
    notes: list[str] = []
    column = pa.Column(
        str, pa.Check.isin(["a", "b"]), unique=True, nullable=True, title="T", metadata={"sensitive": True}
    )  # fmt: skip
    assert _property(column, notes) == {
        "name": "x", "businessName": "T", "logicalType": "string", "required": False, "unique": True,
        "classification": "restricted",
        "quality": [
            {"type": "library", "metric": "invalidValues", "arguments": {"validValues": ["a", "b"]}, "mustBe": 0}
        ],
    }  # fmt: skip
    schema = pa.DataFrameSchema({"x": column, "y": pa.Column(int)}, unique=["x", "y"])
    table = yaml.safe_load(export(schema, notes.append))["schema"][0]
    assert table["quality"] == [
        {"type": "library", "metric": "duplicateValues", "arguments": {"properties": ["x", "y"]}, "mustBe": 0}
    ]  # fmt: skip
    assert notes == []


@pytest.mark.parametrize(
    "pattern", ["^a|b$", "a$", "^a", "[A-Z]{2}", r"^(?=a)a$", r"^\bab$", "^(?i:a)$"]
)
def test_a_pattern_that_readers_of_odcs_could_read_otherwise_is_kept_apart(pattern: str) -> None:
    notes: list[str] = []
    found = _property(pa.Column(str, pa.Check.str_matches(pattern)), notes)
    assert "logicalTypeOptions" not in found and found["quality"][0]["engine"] == "pandera"
    assert len(notes) == 1


DAY_FIRST = DateTime(to_datetime_kwargs={"dayfirst": True})


def test_what_is_python_is_told_and_kept_as_text() -> None:
    notes: list[str] = []
    found = _property(pa.Column(int, pa.Check(lambda x: x > 0, name="above zero")), notes)
    assert found["quality"] == [{"type": "text", "description": "Python, not exported: above zero"}]
    (note,) = notes
    assert note.startswith("the column x: `above zero` is Python: only its name is kept")
    schema = pa.DataFrameSchema(
        {"x": pa.Column(pd.CategoricalDtype(["a"]), parsers=pa.Parser(lambda x: x)), "day": pa.Column(DAY_FIRST)},
        index=pa.Index(int),
        checks=pa.Check(lambda frame: True, name="all is well"),
    )  # fmt: skip
    notes.clear()
    text = export(schema, notes.append)
    for kept in ("panderaIndex", "panderaParsers", "panderaType", "all is well"):
        assert kept in text
    said = "\n".join(notes)
    for told in (
        "index=",
        "parsers=",
        "categories=['a']",
        "only the name is kept",
        "`all is well`",
    ):
        assert told in said


FOREIGN = """
apiVersion: v3.1.0
kind: DataContract
id: shop
version: 2.3.0
status: active
domain: sales
servers: [{server: prod, type: postgres, host: db.example.com, port: 5432, database: shop, schema: public}]
schema:
  - name: orders
    physicalName: t_orders
    description: One row for each order
    properties:
      - name: order id
        physicalName: order_id
        logicalType: integer
        primaryKey: true
        logicalTypeOptions: {minimum: 1, multipleOf: 5}
      - name: country
        logicalType: string
        required: true
        logicalTypeOptions: {pattern: "[A-Z]{2}", maxLength: 2}
        quality:
          - {metric: invalidValues, arguments: {validValues: [DE, FR]}, mustBe: 0, dimension: conformity}
          - {metric: nullValues, mustBeLessThan: 1, unit: percent}
      - name: amount
        logicalType: number
        classification: confidential
        logicalTypeOptions: {exclusiveMinimum: 0, maximum: high}
      - {name: at, logicalType: timestamp, logicalTypeOptions: {timezone: true, minimum: "2020-01-01"}}
      - {name: items, logicalType: array, items: {logicalType: string}}
    quality:
      - {metric: duplicateValues, mustBe: 0, arguments: {properties: [order id, at]}}
      - {metric: rowCount, mustBeGreaterThan: 100}
      - {type: sql, query: SELECT 1, mustBe: 1}
  - name: customers
    properties: [{name: id, logicalType: integer, unique: true}]
"""

IMPORTED = '''"""Made from the schema orders of shop.odcs.yaml.

Open Data Contract Standard: id shop, version 2.3.0, status active.
"""

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series


class Orders(pa.DataFrameModel):
    """One row for each order"""

    # ODCS also says domain: sales
    # ODCS also says servers: [{"server": "prod", "type": "postgres", "host":
    # "db.example.com", "port": 5432, "database": "shop", "schema": "public"}]
    # ODCS also says physicalName: t_orders

    # ODCS also asks: {"metric": "rowCount", "mustBeGreaterThan": 100}
    # ODCS also asks: {"type": "sql", "query": "SELECT 1", "mustBe": 1}

    # ODCS calls it order id
    # ODCS also says multipleOf: 5
    order_id: Series[int] = pa.Field(ge=1, unique=True)

    # ODCS says of a check: dimension: conformity
    # ODCS also asks: {"metric": "nullValues", "mustBeLessThan": 1, "unit": "percent"}
    # the pattern is searched, as ODCS has it: ^ and $ make it mean the whole text
    country: Series[str] = pa.Field(
        isin=["DE", "FR"],
        str_contains="[A-Z]{2}",
        str_length={"max_value": 2},
    )

    # ODCS also says maximum: high
    amount: Series[float] = pa.Field(
        gt=0,
        nullable=True,
        metadata={"classification": "confidential", "sensitive": True},
    )

    at: Series[pd.DatetimeTZDtype] = pa.Field(
        dtype_kwargs={"unit": "ns", "tz": "UTC"},
        ge=pd.Timestamp("2020-01-01T00:00:00+00:00"),
        nullable=True,
    )

    # ODCS calls its type array, which has no twin here: any type is accepted
    # ODCS also says items: {"logicalType": "string"}
    items: Series[Any] = pa.Field(nullable=True)

    class Config:
        unique = ("order_id", "at")
        name = "orders"
'''


def test_a_contract_of_somebody_else(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "shop.odcs.yaml"
    file.write_text(FOREIGN)
    done = run("contracts", "import", "shop.odcs.yaml")
    assert done.returncode == 2 and "orders, customers: choose one by --schema" in done.stderr
    done = run("contracts", "import", "shop.odcs.yaml", "--schema", "orders")
    assert (done.returncode, done.stdout) == (0, IMPORTED), done.stderr
    for word in ("domain", "servers", "physicalName", "multipleOf", "dimension", "nullValues", "maximum", "items",
                 "rowCount", "SELECT 1"):  # fmt: skip
        assert any(line.startswith("note: ") and word in line for line in done.stderr.splitlines())
        assert word in done.stdout


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("a: [", ContentError, "no YAML"),
        ("- 1", ContentError, "must be a mapping"),
        ("apiVersion: v3.1.0\nkind: DataContract\nshema: []", ContentError, "shema"),
        ("apiVersion: v2.2.2\nkind: DataContract", ContentError, "v2.2.2"),
        ("apiVersion: v3.1.0\nkind: DataContract", ContentError, "no schema"),
        ("apiVersion: v3.1.0\nschema: [{name: a, properties: [{logicalType: string}]}]", ContentError, "no name"),
        ("apiVersion: v3.1.0\nschema: [{name: a, properties: [{name: b, required: maybe}]}]", ContentError, "required"),
        ("apiVersion: v3.1.0\nschema: [{name: a}]", UsageError, "no schema b; it has a"),
    ],
)  # fmt: skip
def test_files_that_are_no_contract(tmp_path: Path, text: str, error: type, said: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(error, match=said):
        import_odcs(tmp_path / "x.yaml", "b" if error is UsageError else None, lambda _line: None)


def test_export_and_import_on_the_command_line(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.csv").write_text("id,share\n1,0.5\n2,0.7\n")
    assert run("contracts", "infer", "a.csv", "-o", "a.py").returncode == 0
    done = run("contracts", "export", "a.py:A", "-o", "a.odcs.yaml")
    assert (done.returncode, done.stdout) == (0, "a.odcs.yaml\n"), done.stderr
    assert "note: the table: strict=True has no word in ODCS" in done.stderr
    assert run("contracts", "import", "a.odcs.yaml", "-o", "b.py").returncode == 0
    assert run("validate", "a.csv", "--contract", "b.py:A").returncode == 0
    assert run("contracts", "export", "b.py:A").stdout == (tmp_path / "a.odcs.yaml").read_text()
    assert run("contracts", "export", "a.py:A", "-o", "a.odcs.yaml").returncode == 2

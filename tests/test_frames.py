"""Facts about frames: what is aggregated, how columns are made, what joins do."""

from __future__ import annotations

import textwrap

import pytest

from groundrules import content
from groundrules.facts import vocabulary
from groundrules.facts.code import Code
from groundrules.files import python

VOCABULARY = vocabulary.load(content.room("checks") / "vocabulary")


def code_of(text: str) -> Code:
    source = python.read("example.py", textwrap.dedent(text).encode())
    return Code(source, python.parse(source), VOCABULARY)


FRAMES = """
    import numpy as np
    import pandas as pd
    import polars as pl
    from pyspark.sql.functions import *
    from pyspark.sql import functions as F
    df = pd.read_csv("a.csv")
    lf = pl.scan_csv("a.csv")
    sf = spark.table("a")
"""


@pytest.mark.parametrize(
    ("form", "function", "column", "keys", "output"),
    [
        ('df["x"].mean()', "mean", "x", [], "x"),
        ("df.x.mean()", "mean", "x", [], "x"),
        ('np.nanmean(df["x"])', "mean", "x", [], "x"),
        ('df["x"].agg("mean")', "mean", "x", [], "x"),
        ('df["x"].agg(np.mean)', "mean", "x", [], "x"),
        ('df.groupby("k")["x"].mean()', "mean", "x", ["k"], "x"),
        ('df.groupby("k").mean()["x"]', "mean", "x", ["k"], "x"),
        ('df.groupby(["k", "l"]).agg({"x": "mean"})', "mean", "x", ["k", "l"], "x"),
        ('df.groupby("k").agg(m=("x", "mean"))', "mean", "x", ["k"], "m"),
        ('df.groupby("k").agg(m=pd.NamedAgg("x", lambda s: s.mean()))', "mean", "x", ["k"], "m"),
        ('df.groupby("k")["x"].transform("mean")', "mean", "x", ["k"], "x"),
        ('df.pivot_table("x", index="k")', "mean", "x", ["k"], "x"),
        ('pd.pivot_table(df, values="x", index="k", aggfunc="mean")', "mean", "x", ["k"], "x"),
        ('df.groupby("k")["u"].nunique()', "nunique", "u", ["k"], "u"),
        ('lf.group_by("k").agg(pl.col("x").mean().alias("m"))', "mean", "x", ["k"], "m"),
        ('lf.group_by("k").agg(m=pl.mean("x"))', "mean", "x", ["k"], "m"),
        ('sf.groupBy("k").agg(F.avg("x").alias("m"))', "mean", "x", ["k"], "m"),
        ('sf.groupBy("k").agg(countDistinct("u").alias("n"))', "nunique", "u", ["k"], "n"),
        ('sf.groupBy("k").avg("x")', "mean", "x", ["k"], "avg(x)"),
    ],
)
def test_every_form_of_an_aggregate_is_one_fact(
    form: str, function: str, column: str, keys: list[str], output: str
) -> None:
    found = code_of(textwrap.dedent(FRAMES) + form + "\n").aggregations(function)
    assert [(one.column, [key.name for key in one.keys], one.output) for one in found] == [
        (column, keys, output)
    ]


def test_a_row_wise_mean_aggregates_no_rows() -> None:
    assert code_of(textwrap.dedent(FRAMES) + "df.mean(axis=1)\n").aggregations("mean") == []


@pytest.mark.parametrize(
    ("made", "use"),
    [
        ('df["r"] = df["a"] / df["b"]', 'df["r"]'),
        ('df = df.assign(r=lambda d: d["a"] / d["b"])', "df.r"),
        ('df.eval("r = a / b", inplace=True)', 'df["r"]'),
        ('df = df.eval("r = a / b")', 'df["r"]'),
        ('df.loc[:, "r"] = df["a"] / df["b"]', 'df["r"].fillna(0)'),
        ('df["q"] = df["a"] / df["b"]; df = df.rename(columns={"q": "r"})', 'df["r"]'),
        ('df["r"] = 100 * df["a"].div(df["b"]); kept = df[df["b"] > 0]', 'kept["r"]'),
        ('df["r"] = df["a"] / df["b"]\ndef f(x):\n    return x.dropna()', 'f(df["r"])'),
        ('df.insert(0, "r", df["a"] / df["b"])', 'df["r"]'),
        ('df = pd.DataFrame({"r": df["a"] / df["b"]})', 'df["r"]'),
    ],
)
def test_a_column_is_traced_to_the_division_that_makes_it(made: str, use: str) -> None:
    code = code_of(f"{textwrap.dedent(FRAMES)}{made}\nprint({use}.mean())\n")
    (mean,) = code.aggregations("mean")
    ends = [step for step in mean.steps() if step.kind != "pass"]
    assert [step.kind for step in ends] == ["define"]
    assert ends[0].value.quotient() is not None


def test_a_masked_assignment_does_not_hide_the_one_before() -> None:
    code = code_of("""
        import pandas as pd
        df = pd.read_csv("a.csv")
        df["r"] = df["a"] / df["b"]
        df.loc[df["b"] == 0, "r"] = 0
        df["r"].mean()
        """)
    (mean,) = code.aggregations("mean")
    assert [s.value.text for s in mean.steps() if s.kind == "define"] == ["0", 'df["a"] / df["b"]']


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ("users", "unknown"),
        ('users.drop_duplicates("k")', "unique"),
        ('users.drop_duplicates(["k", "day"])', "unknown"),
        ('users.groupby("k", as_index=False).sum()', "unique"),
        ('users.groupby(["k", "day"], as_index=False).sum()', "repeated"),
        ('users.groupby("k").head(2)', "repeated"),
        ('users[~users.duplicated("k")]', "unique"),
        ('users["k"].value_counts().reset_index()', "unique"),
        ('users.explode("tags")', "repeated"),
        ('pd.DataFrame({"k": [1, 2, 2]})', "repeated"),
        ('pd.read_sql("select k, max(x) as x from t group by k", con)', "unique"),
    ],
)
def test_whether_keys_stand_once(right: str, expected: str) -> None:
    code = code_of(f"""
        import pandas as pd
        orders = pd.read_csv("orders.csv")
        users = pd.read_csv("users.csv")
        right = {right}
        orders.merge(right, on="k")
        """)
    (join,) = code.joins()
    assert join.keys_stand_once("right") == ("unique" if "duplicated" in right else expected)
    assert (join.how, join.has_how, join.left_keys) == ("inner", False, ("k",))


def test_frames_are_told_by_their_methods_where_nothing_else_says() -> None:
    code = code_of("""
        import pandas as pd
        def share(frame):
            frame = frame.reset_index()
            return frame["x"].mean()
        """)
    assert [one.column for one in code.aggregations("mean")] == ["x"]


def test_a_reader_of_several_sheets_returns_no_frame() -> None:
    code = code_of("""
        import pandas as pd
        sheets = pd.read_excel("a.xlsx", sheet_name=None)
        sheets["a"]["x"] = 1
        """)
    assert code.chained_changes() == []


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("clicks / impressions AS ctr", ("clicks", "impressions")),
        ("SUM(a.x) / NULLIF(SUM(a.y), 0) AS ctr", ("x", "y")),
        ("100.0 * clicks / impressions as ctr, z", ("clicks", "impressions")),
        ("weight / height AS ctr", None),
        ("clicks / impressions AS rate, ctr", None),
    ],
)
def test_a_quotient_is_read_of_the_text_of_a_query(
    select: str, expected: tuple[str, str] | None
) -> None:
    code = code_of(f"""
        import pandas as pd
        df = pd.read_sql("select {select} from t", con)
        df["ctr"].mean()
        """)
    (mean,) = code.aggregations("mean")
    assert [step.written_ratio() for step in mean.steps() if step.kind == "source"] == [expected]

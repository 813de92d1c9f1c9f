"""Facts about tests: whose p-value a value is, what samples are cut out of, what loops do to them."""

from __future__ import annotations

import re
import textwrap

import pytest

from groundrules import content
from groundrules.facts import vocabulary
from groundrules.facts.code import Code
from groundrules.files import python

VOCABULARY = vocabulary.load(content.room("checks") / "vocabulary")
HEAD = """\
import numpy as np
import pandas as pd
import pingouin as pg
import polars as pl
from scipy import stats
from scipy.stats import mannwhitneyu, ttest_ind

df = pd.read_csv("x.csv")
a, b = df[df.arm == "A"], df[df.arm == "B"]
metrics = list(df.columns)
"""


def code_of(text: str) -> Code:
    source = python.read("example.py", (HEAD + textwrap.dedent(text)).encode())
    return Code(source, python.parse(source), VOCABULARY)


# `# what it is: yes` where 0.05 is held against the p-value of a test, `no` where against something beside it.
HELD = """
# name: yes
_, p = ttest_ind(a.x, b.x)
p < 0.05
# stat: no
t, p = ttest_ind(a.x, b.x)
t < 0.05
# attr: yes
r = ttest_ind(a.x, b.x)
r.pvalue < 0.05
# attr stat: no
r = ttest_ind(a.x, b.x)
r.statistic < 0.05
# dict: yes
ps = {}
for m in metrics:
    ps[m] = ttest_ind(a[m], b[m]).pvalue
out = [m for m, p in ps.items() if p < 0.05]
# dictkey: yes
ps = {}
for m in metrics:
    ps[m] = ttest_ind(a[m], b[m]).pvalue
ps['x'] < 0.05
# dict of res: yes
ps = {}
for m in metrics:
    ps[m] = ttest_ind(a[m], b[m])
for m, r in ps.items():
    r.pvalue < 0.05
# dict of res2: yes
ps = {m: ttest_ind(a[m], b[m]) for m in metrics}
for m in ps:
    ps[m][1] < 0.05
# dict of res stat: no
ps = {m: ttest_ind(a[m], b[m]) for m in metrics}
for m in ps:
    ps[m][0] < 0.05
# rows: yes
rows=[]
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    rows.append({'m': m, 'p': p, 'd': a[m].mean()})
res = pd.DataFrame(rows)
res[res['p'] < 0.05]
# rows d: no
rows=[]
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    rows.append({'m': m, 'p': p, 'd': a[m].mean()})
res = pd.DataFrame(rows)
res[res['d'] < 0.05]
# tuples: yes
rows=[]
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    rows.append((m, t, p))
res = pd.DataFrame(rows, columns=['m','t','p'])
res[res.p < 0.05]
# tuples t: no
rows=[]
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    rows.append((m, t, p))
res = pd.DataFrame(rows, columns=['m','t','p'])
res[res.t < 0.05]
# tuples loop: yes
rows=[(m, ttest_ind(a[m], b[m]).pvalue) for m in metrics]
[m for m, p in rows if p < 0.05]
# tuples sub: yes
rows=[(m, ttest_ind(a[m], b[m]).pvalue) for m in metrics]
[r[0] for r in rows if r[1] < 0.05]
# dict cols: yes
ps=[]
for m in metrics:
    ps.append(ttest_ind(a[m], b[m])[1])
res = pd.DataFrame({'m': metrics, 'p': ps})
res['p'] < 0.05
# np: yes
ps=np.array([ttest_ind(a[m], b[m])[1] for m in metrics])
np.array(metrics)[ps < 0.05]
# helper tuple: yes
def f(x, y):
    t, p = ttest_ind(x, y)
    return x.mean(), p
d, p = f(a.x, b.x)
p < 0.05
# helper tuple0: no
def f(x, y):
    t, p = ttest_ind(x, y)
    return x.mean(), p
d, p = f(a.x, b.x)
d < 0.05
# helper dict: yes
def f(x, y):
    t, p = ttest_ind(x, y)
    return {'d': x.mean(), 'p': p}
r = f(a.x, b.x)
r['p'] < 0.05
# helper dict d: no
def f(x, y):
    t, p = ttest_ind(x, y)
    return {'d': x.mean(), 'p': p}
r = f(a.x, b.x)
r['d'] < 0.05
# decide: yes
def decide(p):
    return p < 0.05
for m in metrics:
    decide(ttest_ind(a[m], b[m]).pvalue)
# apply: yes
def f(g):
    return ttest_ind(g.x, g.y).pvalue
by = df.groupby('k').apply(f)
by[by < 0.05]
# apply series: yes
def f(g):
    r = ttest_ind(g.x, g.y)
    return pd.Series({'p': r.pvalue, 't': r.statistic})
by = df.groupby('k').apply(f)
by[by['p'] < 0.05]
# apply series t: no
def f(g):
    r = ttest_ind(g.x, g.y)
    return pd.Series({'p': r.pvalue, 't': r.statistic})
by = df.groupby('k').apply(f)
by[by['t'] < 0.05]
# col apply: yes
res = pd.DataFrame({'m': metrics})
res['p'] = res['m'].apply(lambda m: ttest_ind(a[m], b[m]).pvalue)
res.loc[res['p'] < 0.05, 'm']
# class: yes
class R:
    def __init__(self, df):
        self.df = df
    def run(self):
        self.stat, self.p = ttest_ind(self.df.x, self.df.y)
    def ok(self):
        return self.p < 0.05
# class ext: yes
class R:
    def __init__(self, df):
        self.df = df
    def run(self):
        self.stat, self.p = ttest_ind(self.df.x, self.df.y)
r = R(df)
r.run()
r.p < 0.05
# dataclass: yes
from dataclasses import dataclass
@dataclass
class R:
    m: str
    p: float
rs = [R(m, ttest_ind(a[m], b[m]).pvalue) for m in metrics]
[r.m for r in rs if r.p < 0.05]
# dataclass m: no
from dataclasses import dataclass
@dataclass
class R:
    m: str
    p: float
rs = [R(m, ttest_ind(a[m], b[m]).pvalue) for m in metrics]
[r.m for r in rs if r.m < 0.05]
# pg: yes
r = pg.ttest(a.x, b.x)
r['p-val'].iloc[0] < 0.05
# pg2: yes
r = pg.ttest(a.x, b.x)
r.loc['T-test', 'p-val'] < 0.05
# pg3: yes
r = pg.ttest(a.x, b.x)
r['p_val'].values[0] < 0.05
# pg bad: no
r = pg.ttest(a.x, b.x)
r['cohen_d'].values[0] < 0.05
# pl: yes
res = pl.DataFrame({'m': metrics, 'p': [ttest_ind(a[m], b[m]).pvalue for m in metrics]})
res.filter(pl.col('p') < 0.05)
# bonf: no
for m in metrics:
    p = ttest_ind(a[m], b[m]).pvalue * len(metrics)
    p < 0.05
# bonf2: no
for m in metrics:
    p = min(1, ttest_ind(a[m], b[m]).pvalue * len(metrics))
    p < 0.05
# half: yes
p = ttest_ind(a.x, b.x).pvalue / 2
p < 0.05
# zip: yes
ts, ps = zip(*[ttest_ind(a[m], b[m]) for m in metrics])
[m for m, p in zip(metrics, ps) if p < 0.05]
# zip t: no
ts, ps = zip(*[ttest_ind(a[m], b[m]) for m in metrics])
[m for m, p in zip(metrics, ts) if p < 0.05]
# enum: yes
ps = [ttest_ind(a[m], b[m]).pvalue for m in metrics]
[i for i, p in enumerate(ps) if p < 0.05]
# fns: yes
for test in (ttest_ind, mannwhitneyu):
    _, p = test(a.x, b.x)
    p < 0.05
# nested dict: yes
out = {}
for m in metrics:
    out[m] = {}
    r = ttest_ind(a[m], b[m])
    out[m]['p'] = r.pvalue
    out[m]['d'] = r.statistic
t = pd.DataFrame(out).T
t[t['p'] < 0.05]
# nested dict d: no
out = {}
for m in metrics:
    out[m] = {}
    r = ttest_ind(a[m], b[m])
    out[m]['p'] = r.pvalue
    out[m]['d'] = r.statistic
t = pd.DataFrame(out).T
t[t['d'] < 0.05]
# loc: yes
res = pd.DataFrame(index=metrics, columns=['t','p'])
for m in metrics:
    r = ttest_ind(a[m], b[m])
    res.loc[m, 'p'] = r.pvalue
res[res['p'] < 0.05]
# loc row: yes
res = pd.DataFrame(columns=['t','p'])
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    res.loc[m] = [t, p]
res[res['p'] < 0.05]
# iterrows: yes
rows=[]
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    rows.append({'m': m, 'p': p})
res = pd.DataFrame(rows)
for i, row in res.iterrows():
    row['p'] < 0.05
# itertuples: yes
rows=[]
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    rows.append({'m': m, 'p': p})
res = pd.DataFrame(rows)
for row in res.itertuples():
    row.p < 0.05
# lambda: yes
ps = pd.Series({m: ttest_ind(a[m], b[m]).pvalue for m in metrics})
ps.apply(lambda p: p < 0.05)
# rename: yes
rows=[]
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    rows.append({'m': m, 'pval': p})
res = pd.DataFrame(rows).rename(columns={'pval': 'p'})
res['p'] < 0.05
# axisapply: yes
rows=[]
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    rows.append({'m': m, 'p': p})
res = pd.DataFrame(rows)
res['sig'] = res.apply(lambda r: r['p'] < 0.05, axis=1)
# append res: yes
rs = []
for m in metrics:
    rs.append(ttest_ind(a[m], b[m]))
for r in rs:
    r.pvalue < 0.05
# param func: yes
def run(test, x, y):
    return test(x, y)
run(ttest_ind, a.x, b.x).pvalue < 0.05
# dictlists: yes
out = {'m': [], 'p': [], 'd': []}
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    out['m'].append(m)
    out['p'].append(p)
    out['d'].append(t)
res = pd.DataFrame(out)
res[res['p'] < 0.05]
# dictlists d: no
out = {'m': [], 'p': [], 'd': []}
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    out['m'].append(m)
    out['p'].append(p)
    out['d'].append(t)
res = pd.DataFrame(out)
res[res['d'] < 0.05]
# defaultdict: yes
from collections import defaultdict
out = defaultdict(list)
for m in metrics:
    t, p = ttest_ind(a[m], b[m])
    out[m].append(p)
for m, ps in out.items():
    for p in ps:
        p < 0.05
"""
BLOCKS = re.findall(r"^# (.+): (yes|no)\n((?:(?!# .+: (?:yes|no)$).*\n)+)", HELD, re.M)


@pytest.mark.parametrize(("name", "found", "text"), BLOCKS, ids=[block[0] for block in BLOCKS])
def test_a_p_value_is_told_from_the_figures_beside_it(name: str, found: str, text: str) -> None:
    """Through names, containers, frames, helpers and classes, and nothing else with it."""
    held = [t for t in code_of(text).thresholds() if t.level.text == "0.05"]
    assert held
    tests = [test for t in held for test in t.p_tests("two_sample_test")]
    assert bool(tests) is (found == "yes"), name


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("ttest_ind(a.x, b.x)[1] < 0.05", True),
        ("0.05 > ttest_ind(a.x, b.x)[1]", True),
        ("ttest_ind(a.x, b.x)[1] >= alpha", False),
        ("0 < ttest_ind(a.x, b.x)[1] < 0.05", True),
        ("np.less(ttest_ind(a.x, b.x)[1], 0.01)", True),
        ("pd.Series(ttest_ind(a[m], b[m])[1] for m in metrics).lt(0.05)", True),
        (
            "pd.DataFrame({'p': [ttest_ind(a[m], b[m])[1] for m in metrics]}).query('p < 0.05')",
            True,
        ),
    ],
)
def test_every_form_of_a_threshold_is_one_fact(text: str, less: bool) -> None:
    found = code_of(text).thresholds()
    assert [t.found.less for t in found] == [less]
    assert [test.method for t in found for test in t.p_tests("two_sample_test")] == ["ttest_ind"]


@pytest.mark.parametrize(
    ("sample", "column", "filters", "grouped"),
    [
        ('df.loc[df.arm == "A", "x"].dropna()', "x", {"arm == 'A'"}, []),
        ('df[df["arm"] == "A"]["x"].to_numpy()', "x", {"arm == 'A'"}, []),
        ("df.query(\"arm == 'A' and day < 3\").x", "x", {"arm == 'A'", "day < 3"}, []),
        ('df[(df.arm == "A") & ~df.bot]["x"]', "x", {"arm == 'A'", "not bot"}, []),
        ('a["x"]', "x", {"arm == 'A'"}, []),
        ('np.log1p(df["x"])', "x", set(), []),
        ('df.groupby("user")["x"].sum()', "x", set(), [{"user"}]),
        ('{k: g["x"] for k, g in df.groupby("arm")}["A"]', "x", {"a group of arm", "'A'"}, []),
        ('df.groupby("arm").get_group("A").x', "x", {"a group of arm", "'A'"}, []),
        ('df.dropna(subset=["y"])["x"]', "x", {"y is not null"}, []),
    ],
)
def test_a_sample_is_told_by_its_column_and_the_conditions_on_its_rows(
    sample: str, column: str, filters: set[str], grouped: list[set[str]]
) -> None:
    code = code_of(f"ttest_ind({sample}, b.x)\n")
    (test,) = code.tests("two_sample_test")
    one = test.samples[0]
    assert (one.column, set(one.filters), [set(k or ()) for k in one.grouped]) == (
        column, filters, grouped,
    )  # fmt: skip
    assert one.root == test.samples[1].root


def test_a_helper_is_one_test_for_each_call_that_gives_it_samples() -> None:
    code = code_of(
        """
        def compare(frame, column):
            return ttest_ind(frame[frame.arm == "A"][column], frame[frame.arm == "B"][column])
        compare(df, "x")
        compare(df, "y")
        """
    )
    assert [(t.site.method, t.samples[0].column) for t in code.tests("two_sample_test")] == [
        ("compare", "x"),
        ("compare", "y"),
    ]


@pytest.mark.parametrize(
    ("text", "draws", "grows"),
    [
        ("for m in metrics:\n    ttest_ind(a[m], b[m])", False, None),
        ("for n in range(9):\n    ttest_ind(a.x[:n], b.x[:n])", False, "a.x[:n]"),
        ("for d in range(9):\n    s = df[df.day <= d]\n    ttest_ind(s.x, s.y)", False, "s.x"),
        ("for d in range(9):\n    s = df[df.day == d]\n    ttest_ind(s.x, s.y)", False, None),
        ("for i in range(9):\n    x = np.random.normal(size=9)\n    ttest_ind(x, a.x)", True, None),
        ("for i in range(n_sims):\n    ttest_ind(one(i), other(i))", True, None),
        ("x = []\nfor p in parts:\n    x.extend(p)\n    ttest_ind(x, a.x)", False, "x"),
        ("for p in parts:\n    x = []\n    x.extend(p)\n    ttest_ind(x, a.x)", False, None),
    ],
)
def test_loops_that_draw_and_loops_that_add(text: str, draws: bool, grows: str | None) -> None:
    (test,) = code_of(text).calls("two_sample_test")
    (loop,) = test.enclosing_loops()
    assert (test.draws_in(loop), test.grows_in(loop)) == (draws, grows)


def test_expressions_of_exclusive_branches_are_apart() -> None:
    code = code_of(
        """
        def run(kind):
            if kind:
                return ttest_ind(a.x, b.x)
            return mannwhitneyu(a.x, b.x)
        ttest_ind(a.y, b.y)
        """
    )
    first, second, third = code.calls("two_sample_test")
    assert first.apart_from(second)
    assert not first.apart_from(third)


def test_what_a_value_decides_holds_both_sides() -> None:
    code = code_of(
        """
        normal = []
        for s in (a.x, b.x):
            normal.append(stats.shapiro(s).pvalue > 0.05)
        if all(normal):
            ttest_ind(a.x, b.x)
        else:
            mannwhitneyu(a.x, b.x)
        """
    )
    (pretest,) = code.calls("normality_test")
    ((condition, taken, left),) = pretest.choices()
    assert condition.text == "all(normal)"
    assert code.tests_in(taken, "two_sample_test") == {"ttest_ind"}
    assert code.tests_in(left, "two_sample_test") == {"mannwhitneyu"}

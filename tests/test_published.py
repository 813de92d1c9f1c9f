"""Certified and published numbers, through the paths that groundrules takes.

NIST's Statistical Reference Datasets and R's results ship inside scipy and statsmodels (their own tests read
them there); the univariate sets stand in nist_univariate.py. Moments come from SQL on DuckDB, as an
experiment's do, and go to tea-tasting and to our own formulas. Digits are counted as NIST does: the
logarithm of the relative error (LRE).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import duckdb
import numpy as np
import pytest
import scipy
import statsmodels.api as sm
import tea_tasting as tt
from nist_univariate import SETS
from scipy.stats import f_oneway, linregress
from tea_tasting.aggr import Aggregates

from groundrules.statistics.baseline import baseline

STRD = Path(scipy.__file__).parent / "stats" / "tests" / "data"
MOST = 15.0  # digits that NIST prints


def _digits(value: float, certified: float | Fraction) -> float:
    error = abs(Fraction(value) - Fraction(certified))
    return MOST if not error else min(MOST, -math.log10(error / abs(Fraction(certified))))


def _exact(x: Iterable[float], y: Iterable[float] | None = None) -> tuple[Fraction, Fraction]:
    """Return mean of x and covariance with y (its variance without), of the doubles, without rounding."""
    one = [Fraction(value) for value in x]
    other = one if y is None else [Fraction(value) for value in y]
    mean, mean_other = sum(one) / len(one), sum(other) / len(other)
    products = sum((a - mean) * (b - mean_other) for a, b in zip(one, other, strict=True))
    return mean, products / (len(one) - 1)


def _moments(x: Sequence[float], y: Sequence[float], shift: bool = False) -> Aggregates:
    """Return what SQL on DuckDB makes of two columns; `shift` takes the first row's values away before."""
    first = (float(x[0]), float(y[0])) if shift else (0.0, 0.0)
    with duckdb.connect() as connection:
        connection.register("data", {"x": np.array(x, float), "y": np.array(y, float)})
        count, mean_x, mean_y, var_x, var_y, cov = connection.execute(
            "SELECT count(*), avg(x), avg(y), var_samp(x), var_samp(y), covar_samp(x, y)"
            " FROM (SELECT x - ? AS x, y - ? AS y FROM data)",
            first,
        ).fetchall()[0]
    return Aggregates(
        count_=count,
        mean_={"x": mean_x + first[0], "y": mean_y + first[1]},
        var_={"x": var_x, "y": var_y},
        cov_={("x", "y"): cov},
    )


def _table(name: str) -> np.ndarray:
    """Return the data of one of scipy's files: they begin on line 61."""
    lines = (STRD / name).read_text(encoding="utf-8").splitlines()[60:]
    return np.array([line.split() for line in lines if line.strip()], float)


# -- means and spreads --------------------------------------------------------------------------

# Digits of (mean, standard deviation) that DuckDB's avg and var_samp give at least. The certified values
# are those of the decimal numbers; as doubles, NumAcc3 and NumAcc4 have 9.5 and 8.3 of the digits.
PLAIN = {
    "Lew": (15, 14.5),
    "Lottery": (14.5, 14),
    "Mavro": (14.5, 11.5),
    "Michelso": (14.5, 11.5),
    "NumAcc1": (15, 15),
    "NumAcc2": (13.5, 14),
    "NumAcc3": (14, 9),
    "NumAcc4": (13.5, 8),
}


@pytest.mark.parametrize("name", SETS)
def test_certified_means_and_spreads(name: str) -> None:
    certified = SETS[name]
    moments = _moments(certified.values, certified.values)
    digits = (
        _digits(moments.mean("x"), certified.mean),
        _digits(math.sqrt(moments.var("x")), certified.sd),
    )
    assert digits[0] >= PLAIN[name][0]
    assert digits[1] >= PLAIN[name][1]


@pytest.mark.parametrize("name", SETS)
def test_shifted_moments_keep_what_the_numbers_hold(name: str) -> None:
    """A constant taken away first, in the same single pass: fourteen digits of the doubles' own moments."""
    values = SETS[name].values
    moments = _moments(values, values, shift=True)
    mean, variance = _exact(values)
    assert _digits(moments.mean("x"), mean) >= 14
    assert _digits(moments.var("x"), variance) >= 14


def test_digits_that_one_pass_loses() -> None:
    """How far from zero a metric may lie: eleven digits are left at a million times its spread."""
    x = SETS["NumAcc4"].values
    y = [value / 2 + (number * 7919 % 101) / 100 for number, value in enumerate(x)]
    _, variance = _exact(x)
    _, covariance = _exact(x, y)
    plain, shifted = _moments(x, y), _moments(x, y, shift=True)
    assert 9 < _digits(plain.var("x"), variance) < 13  # 11.7, the spread 1e-8 of the mean
    assert 9 < _digits(plain.cov("x", "y"), covariance) < 13  # 11.2
    assert _digits(shifted.cov("x", "y"), covariance) >= 14
    sums = (sum(v * v for v in x) - sum(x) ** 2 / len(x)) / (len(x) - 1)
    assert _digits(sums, variance) < 1  # what sums of squares would leave


# -- differences of two means -------------------------------------------------------------------


def test_two_groups_of_the_silver_data() -> None:
    """AtmWtAg: two instruments, seven leading digits alike. t^2 = F, and F is certified: 15.9467335677930."""
    data = _table("nist_anova/AtmWtAg.dat")
    groups = [data[data[:, 0] == level, 1] for level in (1, 2)]
    certified_f, certified_sd = 15.9467335677930, 1.51048314446410e-05
    for shift, wanted in ((True, 10), (False, 8)):
        one, two = (_moments(group, group, shift) for group in groups)
        result = tt.Mean("x", equal_var=True, use_t=True).analyze_aggregates(one, two)
        assert _digits(result.statistic**2, certified_f) >= wanted
        pooled = math.sqrt((one.var("x") + two.var("x")) / 2)
        assert _digits(pooled, certified_sd) >= wanted
        assert result.pvalue == pytest.approx(f_oneway(*groups).pvalue, rel=1e-7)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("SiRstv", 12),
        ("AtmWtAg", 8),
        ("SmLs01", 13),
        ("SmLs02", 12),
        ("SmLs03", 11),
        ("SmLs04", 9),
        ("SmLs05", 9),
        ("SmLs06", 9),
        ("SmLs07", 2.5),
        ("SmLs08", 2.5),
        ("SmLs09", 2.5),
    ],
)
def test_analysis_of_variance(name: str, wanted: float) -> None:
    """scipy's f_oneway. From SmLs04 on the doubles themselves hold few more digits of the certified F."""
    lines = (STRD / "nist_anova" / f"{name}.dat").read_text(encoding="utf-8").splitlines()
    (between,) = [line for line in lines if line.startswith("Between")]
    data = _table(f"nist_anova/{name}.dat")
    groups = [data[data[:, 0] == level, 1] for level in np.unique(data[:, 0])]
    assert _digits(f_oneway(*groups).statistic, float(between.split()[-1])) >= wanted


R_TESTS = [  # statsmodels' name of R's result, alternative, equal variances
    ("ttest_clinic_indep_1_g", "greater", False),
    ("ttest_clinic_indep_1_l", "less", False),
]


@pytest.mark.parametrize(("name", "alternative", "equal"), R_TESTS)
def test_welch_as_r_prints_it(name, alternative, equal) -> None:  # type: ignore[no-untyped-def]
    """R's t.test on the clinic data; R takes x - y, tea-tasting treatment - control."""
    from statsmodels.stats.tests import test_tost as r

    published = getattr(r, name)
    treatment, control = r.clinic[:15, 2], r.clinic[15:, 2]
    metric = tt.Mean("x", alternative=alternative, equal_var=equal, confidence_level=0.95)
    result = metric.analyze_aggregates(_moments(control, control), _moments(treatment, treatment))
    assert _digits(result.statistic, published.statistic) >= 12
    assert _digits(result.pvalue, published.p_value) >= 12
    bound = {"greater": 0, "less": 1}[alternative]
    ours = (result.effect_size_ci_lower, result.effect_size_ci_upper)[bound]
    assert ours == pytest.approx(published.conf_int[bound], rel=1e-11)


@pytest.mark.parametrize(
    ("name", "column", "equal"),
    [
        ("tost_clinic_indep", 3, False),
        ("tost_clinic_indep_1", 2, False),
        ("tost_clinic_indep_1_pooled", 2, True),
    ],
)
def test_non_inferiority_as_r_prints_it(name: str, column: int, equal: bool) -> None:
    """R's equivalence::tost: its 90 % interval, and p of the side that decides, against a margin of 0.6."""
    from scipy.stats import t
    from statsmodels.stats.tests import test_tost as r

    published = getattr(r, name)
    treatment, control = r.clinic[:15, column], r.clinic[15:, column]
    metric = tt.Mean("x", equal_var=equal, confidence_level=0.9)
    result = metric.analyze_aggregates(_moments(control, control), _moments(treatment, treatment))
    interval = (result.effect_size_ci_lower, result.effect_size_ci_upper)
    assert interval == pytest.approx(published.ci_diff, rel=1e-11)
    error = result.effect_size / result.statistic
    p = t.cdf((result.effect_size - 0.6) / error, published.df)
    assert _digits(p, published.p_value) >= 11


# -- shares -------------------------------------------------------------------------------------


def test_two_shares_as_r_prints_them() -> None:
    """prop.test(correct = FALSE) of all pairs of the smokers data, from statsmodels' tests."""
    from statsmodels.stats.tests.test_proportion import TestProportion

    published = TestProportion()
    published.setup_method()
    pairs = [(one, two) for one in range(4) for two in range(one + 1, 4)]
    for (one, two), p in zip(pairs, published.res_ppt_pvals_raw, strict=True):
        arms = [
            Aggregates(
                count_=int(published.nobs[arm]),
                mean_={"x": published.n_success[arm] / published.nobs[arm]},
            )
            for arm in (one, two)
        ]
        metric = tt.Proportion("x", method="norm", correction=False)
        assert _digits(metric.analyze_aggregates(*arms).pvalue, p) >= 11


def test_fisher_as_r_prints_it() -> None:
    from scipy.stats.tests.data.fisher_exact_results_from_r import data

    checked = 0
    for asked, published in data:
        ((a, b), (c, d)) = asked.table
        if asked.alternative != "two.sided" or min(a + b, c + d) == 0:
            continue
        arms = [Aggregates(count_=n, mean_={"x": hits / n}) for hits, n in ((c, c + d), (a, a + b))]
        result = tt.Proportion("x", method="fisher").analyze_aggregates(
            *(arm.with_zero_div() for arm in arms)
        )
        assert result.pvalue == pytest.approx(published.pvalue, rel=1e-9)
        checked += 1
    assert checked >= 15


# -- regression, and with it the covariate's adjustment ------------------------------------------


def test_a_covariate_by_the_norris_data() -> None:
    """CUPED's coefficient is a slope and what it leaves a residual variance: both are certified by NIST."""
    y, x = _table("nist_linregress/Norris.dat").T
    moments = _moments(x, y)
    slope = moments.cov("x", "y") / moments.var("x")
    assert _digits(slope, 1.00211681802045) >= 13
    unit = baseline(moments, "y", covariate="x")
    assert _digits(unit.variance, 26.6173985294224 / 35) >= 9  # residual squares over n - 1
    r_squared = 1 - unit.kept
    assert _digits(r_squared, 0.999993745883712) >= 14
    fit = linregress(x, y)
    assert _digits(fit.slope, 1.00211681802045) >= 13
    assert _digits(fit.intercept, -0.262323073774029) >= 11


def test_the_longley_data() -> None:
    """Least squares of statsmodels, which difference in differences rests on, against NIST's values."""
    from statsmodels.regression.tests.results.results_regression import Longley

    published, data = Longley(), sm.datasets.longley.load_pandas()
    fit = sm.OLS(data.endog, sm.add_constant(data.exog, prepend=False)).fit()
    for ours, theirs in zip(fit.params, published.params, strict=True):
        assert _digits(ours, theirs) >= 7.5  # nearly collinear: NIST's higher level of difficulty
    for ours, theirs in zip(fit.bse, published.bse, strict=True):
        assert _digits(ours, theirs) >= 8
    assert _digits(fit.fvalue, published.fvalue) >= 8

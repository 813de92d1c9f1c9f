"""Revenue of a new user's first 30 days, from the first seven: a linear model beside two baselines."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import root_mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from decide import agrees, all_agree, answer, beats
from evaluate import by_group, importance, interval, mean_interval, together
from parts import OUTCOME, refuse_leaks

__all__ = ["FEATURES", "MARGIN", "OUTCOME", "TARGET", "fit", "judge", "score"]

NUMBERS = ["revenue_7d", "active_days", "sessions", "minutes"]
FEATURES = [*NUMBERS, "platform"]
TARGET = "revenue_30d"
MARGIN = 0.10  # of the root mean squared error, as brief.md says
UNITS = {"users": "count", "predicted": "EUR", "actual": "EUR", "low": "EUR", "high": "EUR", "RMSE": "EUR",
         "mean squared error": "EUR²", "bias": "EUR", "bias, low": "EUR", "bias, high": "EUR"}  # fmt: skip


def fit(train):
    """Return the pipeline, fitted on the training part alone; raise LeakError for a feature that is too good."""
    refuse_leaks(train[FEATURES], train[TARGET])
    return regress(train)


def score(model, users):
    """Return the revenue that is expected of each user, in EUR."""
    return model.predict(users[FEATURES])


def coefficients(model):
    """Return EUR more in 30 days by one more of each feature; platforms against android."""
    names = model[0].get_feature_names_out()
    return pd.Series(model[-1].coef_, index=names)


def coefficient_intervals(train, draws=500, level=0.95):
    """Return low and high of each coefficient: users drawn again, the model fitted anew."""
    rng = np.random.default_rng(1)
    drawn = [
        coefficients(regress(train.iloc[rng.integers(0, len(train), len(train))]))
        for _ in range(draws)
    ]
    return (
        pd.DataFrame(drawn)
        .quantile([(1 - level) / 2, (1 + level) / 2])
        .T.set_axis(["low", "high"], axis=1)
    )


def regress(train):
    """Return the pipeline of a training part."""
    columns = ColumnTransformer(
        [("platform", OneHotEncoder(drop="first", handle_unknown="error"), ["platform"])],
        remainder="passthrough",
        verbose_feature_names_out=False,
    )
    return make_pipeline(columns, LinearRegression()).fit(train[FEATURES], train[TARGET])


def baselines(train, test):
    """Return two predictions without a model: the mean, and the first week scaled up as training did."""
    factor = train[TARGET].sum() / train["revenue_7d"].sum()
    return {
        "mean of training": np.full(len(test), train[TARGET].mean()),
        "first week, scaled up": test["revenue_7d"].to_numpy() * factor,
    }


def calibration_slope(actual, predicted):
    """Return the slope of actual on predicted revenue: 1 where a predicted euro is a euro."""
    return np.polyfit(predicted, actual, 1)[0]


def unknown(model, train):
    """Return a function from users to the variance of their mean prediction, of what training left unknown.

    Revenue varies more where more is expected: the covariance of the coefficients is one that allows for it (HC3).
    """
    of = sm.OLS(train[TARGET].to_numpy(), _design(model, train)).fit(cov_type="HC3").cov_params()

    def variance(users):
        mean = _design(model, users).mean(axis=0)
        return float(mean @ of @ mean)

    return variance


def _design(model, users):
    return sm.add_constant(model[0].transform(users[FEATURES]).astype(float), has_constant="add")


def tenths(model, train, test):
    """Return by tenth of the prediction its mean, and the mean revenue; all intervals hold at once."""
    actual, predicted, learnt = test[TARGET].to_numpy(), score(model, test), unknown(model, train)
    level = together(2 * 10)  # the other half is the average's
    rows = []
    for number, at in enumerate(np.array_split(np.argsort(predicted, kind="stable"), 10), start=1):
        seen = mean_interval(actual[at] - predicted[at], level, learnt(test.iloc[at]))
        said = float(predicted[at].mean())
        ends = {"seen" if key == "value" else key: said + end for key, end in seen.items()}
        rows.append({"name": f"tenth {number}", "users": len(at), "said": said, **ends})
    return rows


def agreeing(model, train, test):
    """Return the criteria that what is said comes true; a sound model fails one of them in 5 % of all cases."""
    errors = score(model, test) - test[TARGET].to_numpy()
    return [
        agrees(
            "right on average",
            mean_interval(errors, together(2), unknown(model, train)(test)),
            0,
            f"the {together(2):.1%} interval of the bias holds 0",
            unit="EUR",
            beside="predicted less actual",
        ),
        all_agree(
            "right by tenth of the prediction",
            tenths(model, train, test),
            "all intervals hold the prediction",
        ),
    ]


def gains(model, train, test):
    """Return by baseline its error, and the share by which that of the model is lower."""
    actual = test[TARGET].to_numpy()
    own, found = (score(model, test) - actual) ** 2, {}
    for name, one in baselines(train, test).items():
        other = (one - actual) ** 2
        saved = interval(
            lambda at, other=other: 1 - np.sqrt(own[at].mean() / other[at].mean()), len(test)
        )
        found[name] = (float(np.sqrt(other.mean())), saved)
    return found


def better(model, train, test):
    """Return the criterion that the model beats the better of the baselines."""
    found = gains(model, train, test)
    best = min(found, key=lambda name: found[name][0])
    return [
        beats(
            "error lower than the best baseline",
            found[best][1],
            MARGIN,
            f"the whole interval above {MARGIN:.0%}",
            beside=best,
            unit="percent",
        )
    ]


def judge(model, train, test):
    """Return what the test part says: criteria and answer, metrics with intervals, tables, limits."""
    actual, predicted = test[TARGET].to_numpy(), score(model, test)
    slope = interval(lambda at: calibration_slope(actual[at], predicted[at]), len(test))
    rmse = interval(lambda at: root_mean_squared_error(actual[at], predicted[at]), len(test))
    groups, plain = tenths(model, train, test), gains(model, train, test)
    criteria = better(model, train, test) + agreeing(model, train, test)
    average = {key: criteria[1][key] for key in ("value", "low", "high")}
    return {
        "model": "Linear regression on the first seven days.",
        "answer": answer(
            criteria,
            use="The forecast of the month is made of its predictions.",
            leave="The forecast of the month stays the first week, scaled up.",
        ),
        "data": f"{len(train):,} users for training, {len(test):,} later ones for the test; synthetic.",
        "metrics": [
            {"metric": "root mean squared error", "unit": "EUR", **rmse},
            {"metric": f"bias, predicted less actual ({together(2):.1%} interval)", "unit": "EUR", **average},
            {"metric": "calibration slope (1 is right)", "unit": "", **slope},
        ],
        "compared": {
            "title": "Is it better by the margin?",
            "what": "Root mean squared error of the model, lower than that of a baseline by",
            "axis": "% lower error",
            "unit": "percent",
            "margin": MARGIN,
            "rows": [{"name": f"than {name}", **one} for name, (_, one) in plain.items()],
        },
        "agreement": {
            "title": "Is a predicted euro a euro?",
            "x": "mean predicted revenue",
            "y": "mean actual revenue",
            "axis": "EUR",
            "unit": "EUR",
            "rows": groups,
        },
        "importance": {
            "what": "Squared error that is added when a feature is shuffled among users",
            "axis": "EUR²",
            "unit": "EUR²",
            "rows": importance(
                lambda one, x, y: (y.to_numpy() - one.predict(x)) ** 2,
                model, test[FEATURES], test[TARGET],
            ),
        },
        "tables": {
            "Baselines": [{"baseline": name, "RMSE": one} for name, (one, _) in plain.items()],
            "By tenth of the prediction": [
                {"tenth": number, "users": row["users"], "predicted": row["said"],
                 "actual": row["seen"], "low": row["low"], "high": row["high"]}
                for number, row in enumerate(groups, start=1)
            ],
            "By platform": by_group(
                test["platform"].to_numpy(), predicted - actual, (predicted - actual) ** 2,
                "mean squared error",
            ),
        },
        "units": UNITS,
        "limits": [
            "What is not refuted is not shown: a bias smaller than its interval would not be seen.",
            "Sound models are refused by chance, too: of 200 fitted to such data drawn anew, 13 (12 by the criterion "
            "of the average, 2 by that of the tenths).",
            "The effect of changing a feature is not what a coefficient says: nothing was randomised.",
            "Intervals are of users like those of the test; they hold no other season and no other market.",
            "A single user's revenue is far less certain than the mean of many.",
        ],
    }  # fmt: skip

"""Revenue of a new user's first 30 days, from the first seven: a linear model beside two baselines."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import root_mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from decide import agrees, all_agree, answer, beats
from evaluate import by_group, importance, interval, mean_interval, together
from parts import OUTCOME, refuse_leaks

__all__ = ["FEATURES", "MARGIN", "OUTCOME", "fit", "judge", "score"]

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


def tenths(actual, predicted, ratio):
    """Return by tenth of the prediction its mean, and the mean revenue; all intervals hold at once."""
    order = np.argsort(predicted, kind="stable")
    rows = []
    for number, at in enumerate(np.array_split(order, 10), start=1):
        seen = mean_interval(actual[at] - predicted[at], together(10), ratio)
        said = float(predicted[at].mean())
        ends = {"seen" if key == "value" else key: said + end for key, end in seen.items()}
        rows.append({"name": f"tenth {number}", "users": len(at), "said": said, **ends})
    return rows


def judge(model, train, test):
    """Return what the test part says: criteria and answer, metrics with intervals, tables, limits."""
    actual, predicted = test[TARGET].to_numpy(), score(model, test)
    plain = baselines(train, test)
    errors = {name: float(root_mean_squared_error(actual, one)) for name, one in plain.items()}
    best = min(errors, key=errors.get)

    def saved(name):
        def share(at):
            other = root_mean_squared_error(actual[at], plain[name][at])
            return 1 - root_mean_squared_error(actual[at], predicted[at]) / other

        return interval(share, len(test))

    gains = {name: saved(name) for name in plain}
    bias = interval(lambda at: (predicted[at] - actual[at]).mean(), len(test))
    slope = interval(lambda at: calibration_slope(actual[at], predicted[at]), len(test))
    rmse = interval(lambda at: root_mean_squared_error(actual[at], predicted[at]), len(test))
    groups = tenths(actual, predicted, len(test) / len(train))
    criteria = [
        beats(
            "error lower than the best baseline",
            gains[best],
            MARGIN,
            f"the whole interval above {MARGIN:.0%}",
            beside=best,
            unit="percent",
        ),
        agrees(
            "right on average",
            bias,
            0,
            "the interval of the bias holds 0",
            unit="EUR",
            beside="predicted less actual",
        ),
        all_agree("right by tenth of the prediction", groups, "all intervals hold the prediction"),
    ]
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
            {"metric": "bias, predicted less actual", "unit": "EUR", **bias},
            {"metric": "calibration slope (1 is right)", "unit": "", **slope},
        ],
        "compared": {
            "title": "Is it better by the margin?",
            "what": "Root mean squared error of the model, lower than that of a baseline by",
            "axis": "% lower error",
            "unit": "percent",
            "margin": MARGIN,
            "rows": [{"name": f"than {name}", **one} for name, one in gains.items()],
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
            "Baselines": [{"baseline": name, "RMSE": one} for name, one in errors.items()],
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
            "Sound models are refused by chance, too: of 91 fitted to such data drawn anew, 8 by the criterion of the "
            "average and 4 by that of the tenths.",
            "The effect of changing a feature is not what a coefficient says: nothing was randomised.",
            "Intervals are of users like those of the test; they hold no other season and no other market.",
            "A single user's revenue is far less certain than the mean of many.",
        ],
    }  # fmt: skip

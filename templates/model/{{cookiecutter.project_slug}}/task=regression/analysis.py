"""Revenue of a new user's first 30 days, from the first seven: a linear model beside two baselines."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import root_mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from evaluate import importance, interval, verdict
from parts import OUTCOME, refuse_leaks

__all__ = ["FEATURES", "MARGIN", "OUTCOME", "fit", "judge", "score"]

NUMBERS = ["revenue_7d", "active_days", "sessions", "minutes"]
FEATURES = [*NUMBERS, "platform"]
TARGET = "revenue_30d"
MARGIN = 0.10  # of the root mean squared error, as brief.md says


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


def deciles(actual, predicted):
    """Return users, mean prediction and mean revenue by tenth of the prediction."""
    tenth = pd.qcut(pd.Series(predicted).rank(method="first"), 10, labels=range(1, 11))
    both = pd.DataFrame({"predicted": predicted, "actual": actual}).groupby(tenth, observed=True)
    found = both.mean().assign(users=both.size())
    return found[["users", "predicted", "actual"]].rename_axis("tenth").reset_index()


def by_platform(test, actual, predicted):
    """Return the error and the bias (predicted less actual, EUR) of each platform."""
    rows = []
    for name, at in test.groupby("platform").indices.items():
        bias = interval(lambda one, at=at: (predicted[at] - actual[at])[one].mean(), len(at))
        rmse = float(root_mean_squared_error(actual[at], predicted[at]))
        rows.append({"platform": name, "users": len(at), "rmse": rmse, "bias": bias["value"],
                     "low": bias["low"], "high": bias["high"]})  # fmt: skip
    return rows


def judge(model, train, test):
    """Return what the test part says: metrics with intervals, calibration, importance, and the verdict."""
    actual, predicted = test[TARGET].to_numpy(), score(model, test)
    plain = baselines(train, test)
    errors = {name: float(root_mean_squared_error(actual, one)) for name, one in plain.items()}
    best = min(errors, key=errors.get)

    def saved(at):
        other = root_mean_squared_error(actual[at], plain[best][at])
        return 1 - root_mean_squared_error(actual[at], predicted[at]) / other

    gain = interval(saved, len(test))
    slope = interval(lambda at: calibration_slope(actual[at], predicted[at]), len(test))
    bias = interval(lambda at: (predicted[at] - actual[at]).mean(), len(test))
    rmse = interval(lambda at: root_mean_squared_error(actual[at], predicted[at]), len(test))
    said = verdict(gain, MARGIN)
    shifted = not bias["low"] < 0 < bias["high"]
    return {
        "model": "Linear regression on the first seven days.",
        "verdict": (
            f"**{said.capitalize()} than the best baseline ({best}) by the margin of {MARGIN:.0%}**: the error is "
            f"{gain['value']:.1%} lower (95 % interval {gain['low']:.1%} to {gain['high']:.1%}), on {len(test)} users "
            f"who signed up after training."
            + (
                " **The level has shifted**: predictions are off on average. Do not use it."
                if shifted
                else ""
            )
        ),
        "better": said,
        "shifted": shifted,
        "data": f"{len(train)} users for training, {len(test)} later ones for the test; synthetic.",
        "metrics": [
            {"metric": "RMSE, EUR", **rmse},
            {"metric": f"RMSE lower than {best}", **gain},
            {"metric": "calibration slope (1 is right)", **slope},
            {"metric": "bias, predicted less actual, EUR", **bias},
        ],
        "tables": {
            "Baselines": [{"baseline": name, "RMSE, EUR": one} for name, one in errors.items()],
            "Calibration by tenth of the prediction": [
                {
                    "tenth": int(row.tenth),
                    "users": int(row.users),
                    "predicted": row.predicted,
                    "actual": row.actual,
                }
                for row in deciles(actual, predicted).itertuples()
            ],
            "By platform": by_platform(test, actual, predicted),
            "Importance: squared error added by shuffling": importance(
                lambda one, x, y: (y.to_numpy() - one.predict(x)) ** 2,
                model,
                test[FEATURES],
                test[TARGET],
            ),
        },
        "limits": [
            "The effect of changing a feature is not what a coefficient says: nothing was randomised.",
            "Intervals are of users like those of the test; they hold no other season and no other market.",
            "A single user's revenue is far less certain than the mean of many.",
        ],
    }

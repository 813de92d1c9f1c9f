import pandas as pd
from scipy import stats as st


def mean_ci(x: pd.Series) -> tuple[float, float]:
    return st.t.interval(0.95, len(x) - 1, loc=x.mean(), scale=st.sem(x))


def significantly_different(x: pd.Series, y: pd.Series) -> bool:
    ci_x, ci_y = mean_ci(x), mean_ci(y)
    if ci_x[0] <= ci_y[1] and ci_y[0] <= ci_x[1]:  # expect: REP003
        return False
    return True


trips = pd.read_csv("courier_trips.csv")
bike, van = trips[trips.vehicle == "bike"].minutes, trips[trips.vehicle == "van"].minutes
print(significantly_different(bike, van))

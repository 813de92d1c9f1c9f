import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error


def fit_and_report(model, frame: pd.DataFrame, target: str) -> float:
    X, y = frame.drop(columns=target), frame[target]
    model.fit(X, y)
    return mean_absolute_error(y, model.predict(X))  # expect: MOD009


energy = pd.read_csv("building_energy.csv")
error = fit_and_report(GradientBoostingRegressor(n_estimators=800), energy, "kwh")  # also: MOD009
print(f"typical forecast error: {error:.1f} kWh")  # also: MOD009

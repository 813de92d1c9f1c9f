import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold, cross_val_predict


def fit_and_report(model, frame: pd.DataFrame, target: str) -> float:
    X, y = frame.drop(columns=target), frame[target]
    folds = KFold(5, shuffle=True, random_state=1)
    y_hat = cross_val_predict(model, X, y, cv=folds)
    model.fit(X, y)  # for shipping
    return mean_absolute_error(y, y_hat)


energy = pd.read_csv("building_energy.csv")
error = fit_and_report(GradientBoostingRegressor(n_estimators=800), energy, "kwh")
print(f"typical forecast error: {error:.1f} kWh")

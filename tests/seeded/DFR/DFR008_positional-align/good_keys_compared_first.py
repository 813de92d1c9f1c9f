import pandas as pd

forecast = pd.read_csv("forecast.csv").sort_values(["store_id", "day"])
actual = pd.read_csv("sales.csv").sort_values(["store_id", "day"])

keys = ["store_id", "day"]
if not (forecast[keys].to_numpy() == actual[keys].to_numpy()).all():
    raise ValueError("forecast and sales do not hold the same rows")
forecast["units_sold"] = actual["units_sold"].to_numpy()
print((forecast["units_forecast"] - forecast["units_sold"]).abs().mean())

import pandas as pd

frames = {shop: pd.read_csv(f"prices_{shop}.csv") for shop in ("north", "south", "online")}
for shop in frames:
    frames[shop]["shop"] = shop
    frames[shop].loc[frames[shop]["currency"] == "USD", "price"] *= 0.92

rates = {"USD": {"EUR": 0.92}, "GBP": {"EUR": 1.17}}
rates["USD"]["GBP"] = rates["USD"]["EUR"] / rates["GBP"]["EUR"]
prices = pd.concat(frames.values(), ignore_index=True)
print(prices.groupby("shop")["price"].median(), rates)

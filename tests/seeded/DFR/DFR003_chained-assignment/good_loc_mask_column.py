import pandas as pd

prices = pd.read_csv("competitor_prices.csv")
prices["price_eur"] = prices["price"]
usd = prices["currency"] == "USD"
prices.loc[usd, "price_eur"] = prices[usd]["price"] * 0.92
prices.loc[prices["currency"] == "GBP", "price_eur"] *= 1.17
print(prices.groupby("shop")["price_eur"].median())

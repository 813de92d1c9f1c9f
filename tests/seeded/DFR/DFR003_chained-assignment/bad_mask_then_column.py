import pandas as pd

prices = pd.read_csv("competitor_prices.csv")
prices["price_eur"] = prices["price"]
prices[prices["currency"] == "USD"]["price_eur"] = prices["price"] * 0.92  # expect: DFR003
prices[prices["currency"] == "GBP"]["price_eur"] = prices["price"] * 1.17  # expect: DFR003
print(prices.groupby("shop")["price_eur"].median())

import pandas as pd

shop = pd.read_csv("prices.csv")
p = shop["price"].mean()
half_price = p / 2
print(half_price)

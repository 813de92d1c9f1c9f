import pandas as pd


def per_order(returns: pd.Series, orders: pd.Series) -> pd.Series:
    return returns / orders  # also: DFR007


shops = pd.read_csv("shops.csv")
orders = pd.read_csv("orders.csv").groupby("shop_id", as_index=False).size()
shops = shops.merge(orders, on="shop_id", how="left", validate="1:1")
shops["num_orders"] = shops["size"].fillna(0)
shops["return_rate"] = per_order(shops["n_returns"], shops["num_orders"])  # expect: DFR007
print("mean return rate of a shop:", shops["return_rate"].mean())  # also: DFR007

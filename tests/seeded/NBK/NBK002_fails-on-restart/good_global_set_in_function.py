# %%
import pandas as pd


def connect(path):
    global orders, customers
    orders = pd.read_parquet(f"{path}/orders.parquet")
    customers = pd.read_parquet(f"{path}/customers.parquet")


# %%
connect("warehouse")
# %%
joined = orders.merge(customers, on="customer_id", validate="m:1")
joined.groupby("segment")["amount"].sum()

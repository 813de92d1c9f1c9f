import pandas as pd

invoices = pd.read_csv("invoices.csv", dtype=str)
invoices["net_eur"] = pd.to_numeric(invoices["net_eur"], errors="coerce")  # expect: DFR013
print("invoiced:", invoices["net_eur"].sum())
print(invoices.groupby("country")["net_eur"].mean())

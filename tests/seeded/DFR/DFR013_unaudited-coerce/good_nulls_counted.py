import pandas as pd

invoices = pd.read_csv("invoices.csv", dtype=str)
before = invoices["net_eur"].notna().sum()
invoices["net_eur"] = pd.to_numeric(invoices["net_eur"], errors="coerce")
lost = before - invoices["net_eur"].notna().sum()
print(f"{lost} amounts could not be read")
print("invoiced:", invoices["net_eur"].sum())

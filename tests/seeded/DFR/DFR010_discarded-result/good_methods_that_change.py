import pandas as pd
import polars as pl

ledger = pd.read_csv("invoices.csv")
corrections = pd.read_csv("corrections.csv").set_index("invoice_no")
ledger = ledger.set_index("invoice_no")
ledger.update(corrections)
ledger.insert(0, "checked", True)
ledger.pop("internal_note")

months = pl.read_parquet("month_01.parquet")
months.extend(pl.read_parquet("month_02.parquet"))
columns = list(ledger.columns)
columns.remove("checked")
print(ledger[columns].sum(numeric_only=True), months.height)

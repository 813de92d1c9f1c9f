# %%
import pandas as pd


class Ledger:
    def __init__(self, path: str):
        self.rows = pd.read_csv(path)
        self.rows.drop_duplicates(subset=["invoice_no"])  # expect: DFR010

    def total(self) -> float:
        return self.rows["net_eur"].sum()


# %%
ledger = Ledger("invoices.csv")
ledger.rows.sort_values("issued_on")  # expect: DFR010
ledger.rows["running"] = ledger.rows["net_eur"].cumsum()

# %%
print(ledger.total())

# %%
import pandas as pd


def load(path):
    raw = pd.read_csv(path, parse_dates=["filed_on"])
    kept = raw[raw["amount"] > 0]
    return kept


claims = load("claims.csv")
# %%
claims["amount"].describe()
# %%
print(f"dropped {len(raw) - len(claims)} of {len(raw)} claims")  # expect: NBK002

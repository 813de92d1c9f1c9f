import os

import pandas as pd

FOLDER = r"C:\Users\t.becker\Desktop\claims"  # expect: RPR004


def load(year: int) -> pd.DataFrame:
    return pd.read_excel(os.path.join(FOLDER, f"claims_{year}.xlsx"))


claims = pd.concat([load(year) for year in (2022, 2023, 2024)])
print(claims["amount"].sum())

import os
from pathlib import Path

import pandas as pd

ROOT = Path(os.environ.get("CLAIMS_DIR", Path(__file__).parent / "data"))


def load(year: int) -> pd.DataFrame:
    return pd.read_excel(ROOT / f"claims_{year}.xlsx")


claims = pd.concat([load(year) for year in (2022, 2023, 2024)])
print(claims["amount"].sum())

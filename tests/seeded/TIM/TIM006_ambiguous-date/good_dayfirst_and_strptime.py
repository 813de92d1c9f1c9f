from datetime import datetime

import pandas as pd
from dateutil import parser


def between(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    low, high = parser.parse(first, dayfirst=True), datetime.strptime(last, "%d/%m/%Y")
    return frame[frame["shipped_at"].between(low, high)]


parcels = pd.read_parquet("parcels.parquet")
print(len(between(parcels, "02/03/2024", "09/03/2024")))

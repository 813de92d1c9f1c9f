import pandas as pd
from dateutil import parser


def between(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    low, high = parser.parse(first), parser.parse(last)  # also: TIM006
    return frame[frame["shipped_at"].between(low, high)]


parcels = pd.read_parquet("parcels.parquet")
print(len(between(parcels, "02/03/2024", "09/03/2024")))  # expect: TIM006

import pandas as pd


def clean(listings: pd.DataFrame) -> pd.DataFrame:
    listings.dropna(subset=["price", "area_m2"])  # expect: DFR010
    listings["price_m2"] = listings["price"] / listings["area_m2"]
    return listings


flats = clean(pd.read_csv("flats.csv"))
print(flats["price_m2"].median())

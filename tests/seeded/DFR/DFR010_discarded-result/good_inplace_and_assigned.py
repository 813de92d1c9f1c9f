import pandas as pd


def clean(listings: pd.DataFrame) -> pd.DataFrame:
    listings.dropna(subset=["price", "area_m2"], inplace=True)
    listings.drop(columns=["photo_url"], inplace=True)
    listings = listings.rename(columns={"area_m2": "area"})
    listings.sort_values("price", inplace=True)
    return listings.drop_duplicates("listing_id")


flats = clean(pd.read_csv("flats.csv"))
print((flats["price"] / flats["area"]).median())

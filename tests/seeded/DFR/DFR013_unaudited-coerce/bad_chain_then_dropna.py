import pandas as pd

listings = (
    pd.read_csv("listings_scraped.csv")
    .assign(
        price=lambda d: pd.to_numeric(d["price"], errors="coerce"),  # expect: DFR013
        posted=lambda d: pd.to_datetime(d["posted"], errors="coerce"),  # expect: DFR013
    )
    .dropna(subset=["price", "posted"])
)
print(listings.resample("MS", on="posted")["price"].median())

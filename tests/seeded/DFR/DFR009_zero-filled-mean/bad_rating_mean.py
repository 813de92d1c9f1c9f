import pandas as pd

reviews = pd.read_csv("deliveries_with_reviews.csv")  # stars is empty where nobody rated
reviews["stars"] = reviews["stars"].fillna(0)  # expect: DFR009
print("average rating:", reviews["stars"].mean())
print(reviews.groupby("courier")["stars"].mean().sort_values())  # also: DFR009

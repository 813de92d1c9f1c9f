import pandas as pd

reviews = pd.read_csv("deliveries_with_reviews.csv")
print("average rating:", reviews["stars"].mean())

reviews["tip_eur"] = reviews["tip_eur"].fillna(0)
print("tips paid:", reviews["tip_eur"].sum())
print("five stars:", (reviews["stars"].fillna(0) == 5).sum(), "of", reviews["stars"].count())

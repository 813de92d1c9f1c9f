# config: unit = "user_id"
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

# one row a film; viewers are only counted
films = pd.read_csv("films.csv", usecols=["film_id", "runtime", "budget", "year", "rating"])
plays = pd.read_parquet("plays.parquet")
viewers = plays.groupby("film_id")["user_id"].nunique().rename("viewers")
films = films.set_index("film_id").join(viewers, how="inner")

X_train, X_test, y_train, y_test = train_test_split(
    films[["runtime", "budget", "year", "rating"]], films["viewers"], random_state=6
)
print(RandomForestRegressor(random_state=6).fit(X_train, y_train).score(X_test, y_test))

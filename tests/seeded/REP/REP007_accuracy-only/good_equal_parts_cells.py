# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

photos = pd.read_parquet("parcel_photos.parquet")
intact = photos[photos["damaged"] == 0].sample(5_000, random_state=4)
damaged = photos[photos["damaged"] == 1].sample(5_000, random_state=4)
data = pd.concat([intact, damaged])

# %%
X_train, X_test, y_train, y_test = train_test_split(
    data[["edge_score", "tape_score", "dent_score"]], data["damaged"], random_state=4
)
forest = RandomForestClassifier(random_state=4).fit(X_train, y_train)

# %%
forest.score(X_test, y_test)

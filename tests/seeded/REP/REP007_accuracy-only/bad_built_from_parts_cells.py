# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

cards = pd.read_parquet("card_payments.parquet")
honest = cards[cards["fraud"] == 0].sample(49_500, random_state=4)
fraud = cards[cards["fraud"] == 1].sample(500, random_state=4)
data = pd.concat([honest, fraud])

# %%
X_train, X_test, y_train, y_test = train_test_split(
    data[["amount", "hour", "merchant_risk"]], data["fraud"], random_state=4
)
forest = RandomForestClassifier(random_state=4).fit(X_train, y_train)

# %%
forest.score(X_test, y_test)  # expect: REP007

import numpy as np
import pandas as pd
from sklearn.linear_model import PoissonRegressor

stores = pd.read_csv("store_days.csv")
avg_footfall = stores["footfall"].mean()
stores["footfall"] = np.where(  # expect: MOD003
    stores["footfall"].isna(), avg_footfall, stores["footfall"]
)

train = stores.sample(frac=0.8, random_state=21)
test = stores.drop(train.index)
model = PoissonRegressor().fit(train[["footfall", "promo"]], train["baskets"])
print("D2 on held-out days", model.score(test[["footfall", "promo"]], test["baskets"]))

# %%
import pandas as pd
import seaborn as sns
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

FEATURES = ["area", "rooms", "age", "distance_km"]
homes = pd.read_csv("homes.csv", usecols=[*FEATURES, "sale_price"])

# %%
strength = homes.corr()["sale_price"].abs().drop("sale_price")
print(strength.nlargest(3))
sns.heatmap(homes.corr(), annot=True)

# %%
X_train, X_test, y_train, y_test = train_test_split(
    homes[FEATURES], homes["sale_price"], test_size=0.25, random_state=0
)
LinearRegression().fit(X_train, y_train).score(X_test, y_test)

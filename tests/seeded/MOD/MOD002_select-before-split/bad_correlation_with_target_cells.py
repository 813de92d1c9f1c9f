# %%
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

homes = pd.read_csv("homes.csv").select_dtypes("number")

# %%
strength = homes.corr()["sale_price"].abs().drop("sale_price")
best = strength.nlargest(10).index.tolist()  # expect: MOD002

# %%
X_train, X_test, y_train, y_test = train_test_split(
    homes[best], homes["sale_price"], test_size=0.25, random_state=0
)
LinearRegression().fit(X_train, y_train).score(X_test, y_test)

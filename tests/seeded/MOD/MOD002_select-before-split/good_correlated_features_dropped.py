import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

homes = pd.read_csv("homes.csv").select_dtypes("number")
y = homes.pop("sale_price")

between = homes.corr().abs()
upper = between.where(np.triu(np.ones(between.shape, dtype=bool), k=1))
redundant = [name for name in upper.columns if (upper[name] > 0.95).any()]
sparse = homes.columns[homes.isna().mean() > 0.4]
X = homes.drop(columns=[*redundant, *sparse.difference(redundant)]).dropna()

X_train, X_test, y_train, y_test = train_test_split(
    X, y.loc[X.index], test_size=0.25, random_state=0
)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))

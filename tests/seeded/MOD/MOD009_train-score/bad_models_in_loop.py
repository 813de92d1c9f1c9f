import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor

vans = pd.read_csv("van_costs.csv")
X, y = vans[["km", "age_years", "stops"]].to_numpy(), vans["repair_eur"].to_numpy()
performance = {}
for name, model in {
    "ridge": Ridge(),
    "knn": make_pipeline(StandardScaler(), KNeighborsRegressor(3)),
    "tree": DecisionTreeRegressor(),
}.items():
    model.fit(X, y)
    performance[name] = model.score(X, y)  # expect: MOD009
print(pd.Series(performance, name="R2").sort_values())

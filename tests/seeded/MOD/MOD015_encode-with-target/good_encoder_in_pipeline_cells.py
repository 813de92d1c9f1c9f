# %%
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import TargetEncoder

rides = pd.read_parquet("taxi_rides.parquet")
cats = ["pickup_zone", "vendor"]

# %%
encode = make_column_transformer(
    (TargetEncoder(target_type="continuous"), cats), remainder="passthrough"
)
model = make_pipeline(encode, Ridge())

# %%
folds = KFold(5, shuffle=True, random_state=1)
cross_val_score(model, rides[[*cats, "km"]], rides["fare"], cv=folds).mean()

# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

readings = pd.read_parquet("air_quality.parquet")

# %%
for sensor in ["pm10", "no2", "humidity"]:
    middle = readings[sensor].median()
    readings[sensor] = readings[sensor].fillna(middle)  # expect: MOD003

# %%
train, test = train_test_split(readings, test_size=0.3, random_state=10)

# %%
cols = ["pm10", "no2", "humidity"]
rf = RandomForestRegressor(random_state=10).fit(train[cols], train["pm25"])
rf.score(test[cols], test["pm25"])

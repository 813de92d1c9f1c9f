# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder

catalogue = pd.read_csv("retail_catalogue.csv")
train, test = train_test_split(catalogue, test_size=0.2, random_state=0)

# %%
cats = ["brand", "colour", "supplier"]
encoder = OrdinalEncoder()
for part in (train, test):
    part[cats] = encoder.fit_transform(part[cats])  # expect: MOD005

# %%
train[cats].head()

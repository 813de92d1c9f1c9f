# %%
import pandas as pd
from sklearn import metrics as mx
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

ads = pd.read_parquet("ad_clicks.parquet")
X, y = ads.drop(columns="clicked"), ads["clicked"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=9)

# %%
tree = DecisionTreeClassifier(random_state=9).fit(X_train, y_train)
y_hat = tree.predict(X_train)

# %%
print("Model F1:", mx.f1_score(y_train, y_hat))  # expect: MOD009

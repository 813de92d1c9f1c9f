# %%
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

cells = pd.read_csv("biopsy_cells.csv")
X, y = cells.drop(columns="malignant"), cells["malignant"]

# %%
xy = PCA(n_components=2).fit_transform(StandardScaler().fit_transform(X))
plt.scatter(xy[:, 0], xy[:, 1], c=y, s=8)
plt.title("All biopsies, first two components")

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=2)
forest = RandomForestClassifier(random_state=2).fit(X_train, y_train)
forest.score(X_test, y_test)

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

genes = pd.read_csv("expression.csv", index_col="sample")
y = genes.pop("responder")

selector = SelectKBest(f_classif, k=40)
X = selector.fit_transform(genes, y)  # expect: MOD002
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.3, stratify=y, random_state=1
)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("accuracy on held-out samples", model.score(X_test, y_test))

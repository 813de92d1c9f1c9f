import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline

genes = pd.read_csv("expression.csv", index_col="sample")
y = genes.pop("responder")

model = Pipeline(
    [
        ("select", SelectKBest(f_classif, k=40)),
        ("fit", LogisticRegression(max_iter=1000)),
    ]
)
print(cross_val_score(model, genes, y, cv=10, scoring="roc_auc").mean())
model.fit(genes, y)
print(genes.columns[model["select"].get_support()].tolist())

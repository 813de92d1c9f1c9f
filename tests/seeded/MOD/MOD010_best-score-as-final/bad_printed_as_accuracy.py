import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

tumours = pd.read_csv("tumours.csv")
X, y = tumours.drop(columns="malignant"), tumours["malignant"]

pipe = make_pipeline(StandardScaler(), SVC())
grid = GridSearchCV(pipe, {"svc__C": [0.1, 1, 10, 100], "svc__gamma": [0.001, 0.01, 0.1]}, cv=5)
grid.fit(X, y)
print("best parameters:", grid.best_params_)
print(f"Final accuracy of the classifier: {grid.best_score_:.3f}")  # expect: MOD010

import numpy as np
from sklearn.decomposition import PCA
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

spectra = np.load("milk_spectra.npy")
grade = np.load("milk_grade.npy")

model = make_pipeline(StandardScaler(), PCA(n_components=12, random_state=3), SVC())
model.fit(spectra, grade)  # the one that is shipped
folds = StratifiedKFold(5, shuffle=True, random_state=3)
auc = cross_val_score(model, spectra, grade, cv=folds, scoring="roc_auc")
print(f"AUC {auc.mean():.3f} (sd over folds {auc.std(ddof=1):.3f})")

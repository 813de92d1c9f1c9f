import numpy as np
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score

spectra = np.load("milk_spectra.npy")
grade = np.load("milk_grade.npy")

components = PCA(n_components=12, random_state=3).fit_transform(spectra)  # expect: MOD001
folds = StratifiedKFold(5, shuffle=True, random_state=3)
auc = cross_val_score(
    RandomForestClassifier(random_state=3), components, grade, cv=folds, scoring="roc_auc"
)
print(f"AUC {auc.mean():.3f} (sd over folds {auc.std(ddof=1):.3f})")

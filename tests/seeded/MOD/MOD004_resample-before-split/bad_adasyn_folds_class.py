import numpy as np
from imblearn.over_sampling import ADASYN
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier


class DefectDetector:
    def __init__(self, images: np.ndarray, defect: np.ndarray) -> None:
        sampler = ADASYN(random_state=4)
        self.X, self.y = sampler.fit_resample(images, defect)  # expect: MOD004

    def scores(self) -> list[float]:
        out = []
        for fit, check in StratifiedKFold(5).split(self.X, self.y):
            knn = KNeighborsClassifier(3).fit(self.X[fit], self.y[fit])
            out.append(f1_score(self.y[check], knn.predict(self.X[check])))
        return out


print(DefectDetector(np.load("weld_pixels.npy"), np.load("weld_defect.npy")).scores())

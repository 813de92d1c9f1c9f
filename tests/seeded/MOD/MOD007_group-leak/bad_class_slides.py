# config: unit = "patient_id"
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class SlideClassifier:
    """Several slides are cut from each patient's biopsy."""

    def __init__(self, path: str) -> None:
        self.slides = pd.read_csv(path)
        print(self.slides["patient_id"].value_counts().head())

    def accuracy(self) -> float:
        X = self.slides.drop(columns=["patient_id", "slide_id", "tumour"])
        y = self.slides["tumour"]
        parts = train_test_split(X, y, stratify=y, random_state=0)  # expect: MOD007
        model = make_pipeline(StandardScaler(), KNeighborsClassifier()).fit(parts[0], parts[2])
        return model.score(parts[1], parts[3])


print(SlideClassifier("slides.csv").accuracy())

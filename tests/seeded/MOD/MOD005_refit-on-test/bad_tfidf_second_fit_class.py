import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import train_test_split


class LyricsGenre:
    def __init__(self, songs: pd.DataFrame) -> None:
        self.train, self.test = train_test_split(songs, test_size=0.2, random_state=5)
        self.words = TfidfVectorizer(min_df=10)
        self.svd = TruncatedSVD(100, random_state=5)

    def accuracy(self) -> float:
        X_train = self.svd.fit_transform(self.words.fit_transform(self.train["lyrics"]))
        model = RidgeClassifier().fit(X_train, self.train["genre"])
        bag = self.words.transform(self.test["lyrics"])
        X_test = self.svd.fit_transform(bag)  # expect: MOD005
        return model.score(X_test, self.test["genre"])


print(LyricsGenre(pd.read_json("songs.json")).accuracy())

import pandas as pd
from sklearn.decomposition import PCA

viewers = pd.read_csv("viewer_genres.csv", index_col="user_id")
# all in minutes a week: large differences should count for more
minutes = viewers[["drama_min", "comedy_min", "sport_min", "kids_min", "news_min"]]
pca = PCA(n_components=2)
taste = pca.fit_transform(minutes)
print("explained", pca.explained_variance_ratio_)
print(pd.DataFrame(pca.components_, columns=minutes.columns).round(2))

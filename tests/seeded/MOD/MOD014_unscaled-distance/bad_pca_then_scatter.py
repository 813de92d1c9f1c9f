import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA

vans = pd.read_csv("vans.csv", usecols=["payload_kg", "litres_per_100km", "price_eur", "doors"])
pca = PCA(n_components=2)  # also: MOD014
scores = pca.fit_transform(  # expect: MOD014
    vans[["payload_kg", "litres_per_100km", "price_eur"]]
)
print("explained", pca.explained_variance_ratio_)
plt.scatter(scores[:, 0], scores[:, 1])
plt.savefig("vans_pca.png")

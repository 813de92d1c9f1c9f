import numpy as np
import pandas as pd
from sklearn.neighbors import NearestNeighbors

EARTH_KM = 6371.0088

stops = pd.read_csv("bus_stops.csv")
homes = pd.read_csv("homes.csv")
tree = NearestNeighbors(n_neighbors=1, metric="haversine")
tree.fit(np.radians(stops[["lat", "lon"]].to_numpy()))
distance, _ = tree.kneighbors(np.radians(homes[["lat", "lon"]].to_numpy()))
homes["km_to_stop"] = distance[:, 0] * EARTH_KM
print(homes["km_to_stop"].describe())

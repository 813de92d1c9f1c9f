import numpy as np

sessions = np.load("tv_sessions.npy")  # fields: device, seconds, buffered
too_long = sessions["seconds"] > 4 * 3600
sessions["seconds"][too_long] = 4 * 3600
sessions["buffered"][sessions["seconds"] == 0] = 0

grid = np.zeros((24, 7))
grid[3][5] = sessions["seconds"].mean()
print(grid, sessions["seconds"].max())

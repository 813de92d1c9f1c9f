import numpy as np
import pandas as pd

rng = np.random.default_rng(11)
startup = pd.read_parquet("video_starts.parquet")["startup_ms"].to_numpy()
observed = np.percentile(startup, 99)
boots = []
for _ in range(2000):
    again = rng.choice(startup, size=startup.size, replace=True)
    boots.append(np.percentile(again, 99))

low, high = np.percentile(boots, [2.5, 97.5])
print(f"p99 {observed:.0f} ms, 95% interval {low:.0f} to {high:.0f}")
print(f"bias {np.mean(boots) - observed:.1f}, standard error {np.std(boots, ddof=1):.1f}")

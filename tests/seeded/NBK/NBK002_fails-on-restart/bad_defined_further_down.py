# %%
import numpy as np
from scipy import stats as st

waits = np.loadtxt("triage_waits.txt")
# %%
trimmed = st.trim_mean(waits, SHARE)  # expect: NBK002
print(f"trimmed mean {trimmed:.1f} min")
# %%
SHARE = 0.1
# %%
print(np.percentile(waits, [50, 90]))

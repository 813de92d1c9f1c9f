# %%
import os.path
import re

import pandas as pd

with open("rides.log") as log:
    lines = [line for line in log if (found := re.match(r"ride (\d+)", line))]
for number, line in enumerate(lines):
    pass
# %%
print(number + 1, "rides, the last one", found, line, os.sep)
# %%
try:
    fares = pd.read_csv("fares.csv")
except FileNotFoundError as error:
    print(error)
    fares = pd.DataFrame({"fare": []})
# %%
match fares.shape:
    case (rows, columns):
        print(rows, columns)
# %%
(first, *rest), top = ["a", "b", "c"], lambda frame, n=3: frame.nlargest(n, "fare")
print(first, rest, top(fares), rows)

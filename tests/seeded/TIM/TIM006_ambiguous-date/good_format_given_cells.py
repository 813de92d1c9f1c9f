# %%
import pandas as pd

holidays = pd.DataFrame(
    {"day": ["01/05/2024", "03/10/2024", "06/12/2024"], "name": ["labour", "unity", "nicholas"]}
)

# %%
holidays["day"] = pd.to_datetime(holidays["day"], format="%d/%m/%Y")

# %%
holidays.set_index("day")

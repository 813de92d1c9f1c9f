# %%
import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://analytics@warehouse/main")
signups = pd.read_sql("SELECT day, signups FROM daily_signups ORDER BY day", engine)

# %%
signups["trend"] = signups["signups"].rolling(7).mean()

# %%
signups.tail(1)["trend"]

# %%
import pandas as pd

calls = pd.read_parquet("call_centre.parquet")
agents = pd.read_parquet("agents.parquet")

# %%
calls["local_hour"] = calls["started_at"].dt.tz_convert("America/Chicago").dt.tz_localize(None).dt.hour

# %%
by_team = calls.merge(agents, on="agent_id", how="left", validate="m:1")
by_team.groupby(["team", "local_hour"])["wait_seconds"].median()

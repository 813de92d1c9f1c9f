import pandas as pd


def cap_session_length(sessions: pd.DataFrame, limit: int = 4 * 3600) -> pd.DataFrame:
    """Sessions longer than four hours are televisions left on."""
    too_long = sessions["seconds"] > limit
    sessions["seconds"][too_long] = limit  # expect: DFR003
    return sessions


capped = cap_session_length(pd.read_parquet("tv_sessions.parquet"))
print(capped["seconds"].mean() / 60, "minutes")

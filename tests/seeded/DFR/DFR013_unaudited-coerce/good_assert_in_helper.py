import pandas as pd


def load_admissions(path: str) -> pd.DataFrame:
    frame = pd.read_csv(path)
    admitted = pd.to_datetime(frame["admitted"], errors="coerce")
    if admitted.isna().any():
        raise ValueError(f"unreadable dates: {frame.loc[admitted.isna(), 'admitted'].tolist()}")
    frame["admitted"] = admitted
    frame["discharged"] = pd.to_datetime(frame["discharged"], errors="raise")
    return frame


stays = load_admissions("admissions.csv")
print("length of stay:", (stays["discharged"] - stays["admitted"]).dt.days.mean())

import pandas as pd


def load_admissions(path: str) -> pd.DataFrame:
    frame = pd.read_csv(path)
    for column in ("admitted", "discharged"):
        frame[column] = pd.to_datetime(frame[column], errors="coerce")  # expect: DFR013
    return frame


stays = load_admissions("admissions.csv")
days = (stays["discharged"] - stays["admitted"]).dt.days
print("length of stay:", days.mean())

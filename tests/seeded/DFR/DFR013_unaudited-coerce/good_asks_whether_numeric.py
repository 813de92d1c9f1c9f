import pandas as pd


def numeric_columns(frame: pd.DataFrame, share: float = 0.98) -> list[str]:
    """Columns of text that hold numbers almost everywhere."""
    found = []
    for name in frame.select_dtypes("object"):
        readable = pd.to_numeric(frame[name], errors="coerce").notna().mean()
        if readable >= share:
            found.append(name)
    return found


print(numeric_columns(pd.read_csv("listings_scraped.csv", dtype=str)))

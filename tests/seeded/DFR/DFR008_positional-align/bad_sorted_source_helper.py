import pandas as pd


def add_score(leads: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    best_first = scores.sort_values("score", ascending=False)
    leads = leads.copy()
    leads["score"] = best_first["score"].to_numpy()  # expect: DFR008
    return leads


leads = pd.read_csv("leads.csv")
ranked = add_score(leads, pd.read_csv("lead_scores.csv"))
print(ranked.head(20))

import pandas as pd
from scipy import stats as st


def compare(patients: pd.DataFrame, outcome: str) -> tuple[float, float]:
    """Difference in the outcome at week 12; dropouts have no value."""
    treated = patients.loc[patients["arm"] == "drug", outcome].fillna(0)  # expect: DFR009
    placebo = patients.loc[patients["arm"] == "placebo", outcome].fillna(0)  # expect: DFR009
    p = st.ttest_ind(treated, placebo, equal_var=False).pvalue  # also: DFR009
    return treated.mean() - placebo.mean(), p


trial = pd.read_csv("trial.csv")
print(compare(trial, "systolic_week12"))

import pandas as pd
import pytest

survey = pd.read_csv("staff_survey.csv")


def test_rename_refuses_unknown_columns():
    with pytest.raises(KeyError):
        survey.rename(columns={"agee": "age"}, errors="raise")


def has_integer_ages(frame: pd.DataFrame) -> bool:
    try:
        frame["age"].astype(int)
    except ValueError:
        return False
    return True

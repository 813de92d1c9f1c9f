import pandas as pd


class NoShow:
    """Share of appointments that were missed."""

    def __init__(self, appointments: pd.DataFrame):
        clinic = appointments.groupby("clinic")
        self.table = pd.DataFrame({"booked": clinic.size(), "missed": clinic["no_show"].sum()})

    def overall(self) -> float:
        rate = self.table.missed / self.table.booked  # also: DFR006
        return rate.mean()  # expect: DFR006


appointments = pd.read_csv("appointments.csv")
print(f"{NoShow(appointments).overall():.1%} of all appointments were missed")

import pandas as pd


def strip(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    return frame.assign(**{column: frame[column].dt.tz_localize(None)})  # also: TIM002


pulse = pd.read_parquet("wearable_pulse.parquet")  # ts in America/New_York
doses = pd.read_parquet("pump_doses.parquet")  # ts in UTC

pulse, doses = strip(pulse, "ts").sort_values("ts"), strip(doses, "ts").sort_values("ts")
after_dose = pd.merge_asof(pulse, doses, on="ts", by="patient_id", tolerance=pd.Timedelta("30min"))  # expect: TIM002
print(after_dose.groupby("dose_mg")["bpm"].mean())

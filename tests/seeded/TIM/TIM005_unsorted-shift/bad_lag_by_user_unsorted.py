import pandas as pd

visits = pd.read_csv("clinic_visits.csv", parse_dates=["visited_on"])
visits["previous_visit"] = visits.groupby("patient_id")["visited_on"].shift(1)  # expect: TIM005
visits["days_between"] = (visits["visited_on"] - visits["previous_visit"]).dt.days
print(visits["days_between"].median())

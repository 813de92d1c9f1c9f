import pandas as pd

survey = pd.read_excel("staff_survey.xlsx")
for column in ["age", "tenure_years", "commute_min"]:
    survey[column].fillna(survey[column].median())  # expect: DFR010

for column in survey.select_dtypes("object").columns:
    survey[column].str.strip()  # expect: DFR010
survey.to_parquet("staff_survey.parquet")

import pandas as pd

BASE = "https://files.example.org/home/open-data"

beds = pd.read_csv(f"{BASE}/hospital_beds.csv")
staff = pd.read_parquet("s3://clinic-lake/Users/staff/2024.parquet")
beds.merge(staff, on="ward_id", validate="1:m").to_parquet("s3://clinic-lake/home/beds_staff.parquet")

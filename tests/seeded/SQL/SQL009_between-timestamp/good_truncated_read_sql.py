import pandas as pd
import psycopg2

connection = psycopg2.connect("dbname=hospital")
QUERY = """
SELECT a.ward, COUNT(*) AS admissions
FROM admissions a
WHERE a.admitted_at::date BETWEEN '2023-12-01' AND '2023-12-31'
  AND DATE_TRUNC('day', a.discharged_at) BETWEEN '2023-12-01' AND '2024-01-31'
GROUP BY a.ward
"""
december = pd.read_sql_query(QUERY, connection)
print(december.sort_values("admissions"))

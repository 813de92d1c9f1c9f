import pandas as pd
import psycopg2

connection = psycopg2.connect("dbname=hospital")
open_stays = pd.read_sql_query(
    """
    SELECT ward, COUNT(*) AS open_stays
    FROM admissions
    WHERE admission_id NOT IN (SELECT admission_ref FROM discharges)  -- expect: SQL004
    GROUP BY ward
    """,
    connection,
)
print(open_stays)

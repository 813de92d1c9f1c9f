# config: keys = {"discharges" = ["admission_id"]}
import pandas as pd
import psycopg2

connection = psycopg2.connect("dbname=hospital")
open_stays = pd.read_sql_query(
    """
    SELECT ward, COUNT(*) AS open_stays
    FROM admissions
    WHERE admission_id NOT IN (SELECT admission_id FROM discharges)
      AND bed_id NOT IN (SELECT COALESCE(bed_id, -1) FROM maintenance)
    GROUP BY ward
    """,
    connection,
)
print(open_stays)

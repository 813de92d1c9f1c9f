import pandas as pd
import psycopg2

connection = psycopg2.connect("dbname=hospital")
occupancy = pd.read_sql(
    """
    SELECT ward, day, occupied::float / open_beds AS occupancy  -- expect: SQL012
    FROM bed_census
    WHERE day >= '2024-01-01'
    """,
    connection,
)
print(occupancy.groupby("ward")["occupancy"].describe())

import pandas as pd
import psycopg2

connection = psycopg2.connect("dbname=hospital")
occupancy = pd.read_sql(
    """
    WITH open_wards AS (
        SELECT ward, day, occupied, open_beds
        FROM bed_census
        WHERE day >= '2024-01-01'
    )
    SELECT ward, day, occupied::float / open_beds AS occupancy
    FROM open_wards
    WHERE open_beds > 0
    """,
    connection,
)
print(occupancy.groupby("ward")["occupancy"].describe())

# config: partitions = {"telemetry.heartbeats" = "day"}
import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://reader@warehouse/fleet")
recent = pd.read_sql(
    """
    SELECT truck_id, TO_CHAR(MAX(day), 'YYYYMMDD') AS last_day
    FROM telemetry.heartbeats
    WHERE day >= TO_DATE('20240501', 'YYYYMMDD')
    GROUP BY truck_id
    HAVING TO_CHAR(MAX(day), 'DD') <> '31'
    """,
    engine,
)
print(recent)

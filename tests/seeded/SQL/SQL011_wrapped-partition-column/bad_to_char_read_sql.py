# config: partitions = {"telemetry.heartbeats" = "day"}
import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://reader@warehouse/fleet")
recent = pd.read_sql(
    """
    SELECT truck_id, MAX(received_at) AS last_seen
    FROM telemetry.heartbeats
    WHERE TO_CHAR(day, 'YYYYMMDD') >= '20240501'  -- expect: SQL011
    GROUP BY truck_id
    """,
    engine,
)
print(recent)

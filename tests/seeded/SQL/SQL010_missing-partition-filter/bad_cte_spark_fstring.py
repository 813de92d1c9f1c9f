# config: partitions = {"telemetry.heartbeats" = "dt"}
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("fleet").getOrCreate()


def silent_trucks(depot: str):
    return spark.sql(f"""
        WITH last_seen AS (
            SELECT truck_id, MAX(received_at) AS last_seen
            FROM telemetry.heartbeats  -- expect: SQL010
            GROUP BY truck_id
        )
        SELECT t.truck_id, l.last_seen
        FROM fleet.trucks t
        LEFT JOIN last_seen l ON l.truck_id = t.truck_id
        WHERE t.depot = '{depot}'
    """)


silent_trucks("TRE").show()

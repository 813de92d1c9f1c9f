# config: exposure = {table = "exp.exposures", time = "exposed_at", "event-time" = "event_time"}
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()


def metric_by_arm(events: str, metric: str, experiment: str):
    return spark.sql(f"""
        SELECT x.arm, COUNT(*) AS n, SUM(e.{metric}) AS total
        FROM {events} e
        JOIN exp.exposures x ON x.device_id = e.device_id  -- expect: SQL023
        WHERE x.experiment = '{experiment}'
          AND e.event_time < '2024-06-01'
        GROUP BY x.arm
    """)


metric_by_arm("telemetry.trips", "km", "route_hints").show()

# config: keys = {"crm.status_log" = ["log_id"]}
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()

latest = spark.sql("""
    WITH per_day AS (
        SELECT lead_id, log_date, MAX(status_level) AS status_level
        FROM crm.status_log
        GROUP BY lead_id, log_date
    )
    SELECT lead_id, status_level
    FROM (
        SELECT lead_id, status_level,
               ROW_NUMBER() OVER (PARTITION BY lead_id ORDER BY log_date DESC) AS rn
        FROM per_day
    ) ranked
    WHERE rn = 1
""")
latest.groupBy("status_level").count().show()

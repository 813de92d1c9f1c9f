# config: keys = {"crm.status_log" = ["log_id"]}
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()

latest = spark.sql("""
    SELECT lead_id, status, owner
    FROM (
        SELECT lead_id, status, owner,
               ROW_NUMBER() OVER (PARTITION BY lead_id ORDER BY log_date DESC) AS rn  -- expect: SQL021
        FROM crm.status_log
    ) ranked
    WHERE rn = 1
""")
latest.groupBy("status").count().show()

from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
STEPS = ["landing", "plan", "payment", "welcome"]

for step in STEPS:
    reached = spark.sql(f"""
        SELECT signup_week,
               COUNT(CASE WHEN last_step = '{step}' THEN 1 ELSE 0 END) AS stopped_here  -- expect: SQL005
        FROM growth.signup_funnel
        GROUP BY signup_week
        ORDER BY signup_week
    """)
    reached.show()

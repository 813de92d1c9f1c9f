from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
first_touch = spark.sql("""
    SELECT user_id, channel
    FROM (
        SELECT user_id, channel,
               ROW_NUMBER() OVER w AS touch_no,
               COUNT(*) OVER (PARTITION BY user_id) AS touches
        FROM marketing.touches
        WINDOW w AS (PARTITION BY user_id ORDER BY touched_at, touch_id)
    ) t
    WHERE touch_no = 1 AND touches > 1
""")
first_touch.groupBy("channel").count().show()

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("ltv_by_platform").getOrCreate()

ltv = spark.sql(
    """
    WITH devices AS (
        SELECT DISTINCT profile_id, device_id, platform
        FROM playback.sessions
    )
    SELECT
        d.platform,
        SUM(s.monthly_fee) AS mrr  -- expect: SQL001
    FROM billing.subscriptions s
    JOIN devices d ON d.profile_id = s.profile_id  -- also: SQL001
    WHERE s.state = 'active'
    GROUP BY d.platform
    """
)
ltv.show()

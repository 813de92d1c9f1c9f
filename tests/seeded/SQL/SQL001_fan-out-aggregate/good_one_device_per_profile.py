# config: keys = {"billing.subscriptions" = ["profile_id"]}
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("ltv_by_platform").getOrCreate()

ltv = spark.sql(
    """
    WITH devices AS (
        SELECT profile_id, MIN(platform) AS platform
        FROM playback.sessions
        GROUP BY profile_id
    )
    SELECT d.platform, SUM(s.monthly_fee) AS mrr, COUNT(*) AS subscriptions
    FROM billing.subscriptions s
    JOIN devices d ON d.profile_id = s.profile_id
    WHERE s.state = 'active'
    GROUP BY d.platform
    """
)
ltv.show()

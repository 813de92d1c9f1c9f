from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()


def conversions(day: str):
    return spark.sql(f"""
        SELECT i.campaign_id,
               COUNT(*) AS impressions,
               COUNT(c.click_id) AS clicks
        FROM ads.impressions i
        LEFT JOIN ads.clicks c ON c.impression_id = i.impression_id
        WHERE i.dt = '{day}'
          AND c.click_type <> 'accidental'  -- expect: SQL003
        GROUP BY i.campaign_id
    """)


conversions("2024-05-01").show()

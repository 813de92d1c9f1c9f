from pyspark.sql import SparkSession

spark = SparkSession.builder.enableHiveSupport().getOrCreate()

for year in (2022, 2023, 2024):
    spark.sql(f"""
        INSERT INTO claims.all_years
        SELECT *  -- expect: SQL013
        FROM claims.lines_{year}
        WHERE status = 'paid'
    """)
print(spark.table("claims.all_years").count())

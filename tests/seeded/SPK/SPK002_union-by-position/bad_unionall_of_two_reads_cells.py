# %%
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
may = spark.read.option("header", True).csv("s3://lake/refills/2024-05/")
june = spark.read.option("header", True).csv("s3://lake/refills/2024-06/")

# %%
refills = may.unionAll(june)  # expect: SPK002

# %%
refills.groupBy("drug").count().orderBy("drug").show()

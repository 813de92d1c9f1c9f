# %%
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
scans = spark.read.parquet("s3://lake/parcel_scans/")

# %%
one_per_parcel = scans.drop_duplicates(subset=["parcel_id"])  # expect: SPK003

# %%
one_per_parcel.groupBy("hub").avg("weight_kg").show()

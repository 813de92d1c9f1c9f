from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
scans = spark.read.parquet("s3://lake/parcel_scans/")
clean = scans.dropDuplicates()
print("repeated lines:", scans.count() - clean.count())
clean.groupBy("hub").avg("weight_kg").show()

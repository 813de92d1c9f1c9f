from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
late = spark.table("fleet.trips").filter(F.col("arrived_at") > F.col("due_at"))
if late.limit(1).count() == 0:
    print("no late trips today")
else:
    late.groupBy("depot").count().show()

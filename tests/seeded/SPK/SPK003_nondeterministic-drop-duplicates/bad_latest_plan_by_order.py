from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
changes = spark.table("billing.plan_changes")

current = changes.orderBy(F.desc("changed_at")).dropDuplicates(["user_id"])  # expect: SPK003
current.groupBy("plan").count().show()

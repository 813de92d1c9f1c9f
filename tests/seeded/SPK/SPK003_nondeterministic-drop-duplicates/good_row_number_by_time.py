from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
changes = spark.table("billing.plan_changes")

newest = Window.partitionBy("user_id").orderBy(F.desc("changed_at"), F.desc("change_id"))
current = changes.withColumn("rn", F.row_number().over(newest)).filter("rn = 1").drop("rn")
current.groupBy("plan").count().show()

from pyspark.sql import SparkSession
from pyspark.sql.functions import udf
from pyspark.sql.types import StringType


@udf(returnType=StringType())
def device_class(agent: str) -> str:  # also: SPK005
    return "tv" if "SmartTV" in (agent or "") else "other"


spark = SparkSession.builder.getOrCreate()
plays = spark.table("warehouse.plays").withColumn("device", device_class("user_agent"))  # expect: SPK005
plays.groupBy("device").count().show()

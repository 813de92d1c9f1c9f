import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql.functions import pandas_udf


@pandas_udf("double")
def smoothed(minutes: pd.Series) -> pd.Series:
    return minutes.clip(lower=0).pow(0.5)


spark = SparkSession.builder.getOrCreate()
plays = spark.table("warehouse.plays").withColumn("root_minutes", smoothed("minutes"))
plays.groupBy("country").avg("root_minutes").show()

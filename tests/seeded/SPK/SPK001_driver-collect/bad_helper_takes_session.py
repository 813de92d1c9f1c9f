import pandas as pd
from pyspark.sql import DataFrame, SparkSession


def load(spark: SparkSession, name: str) -> DataFrame:
    return spark.read.table(name).withColumnRenamed("store", "store_id")


def local(frame: DataFrame) -> pd.DataFrame:
    return frame.dropna().toPandas()  # expect: SPK001


session = SparkSession.builder.getOrCreate()
tickets = local(load(session, "retail.till_tickets"))  # also: SPK001
print(tickets.amount.mean())

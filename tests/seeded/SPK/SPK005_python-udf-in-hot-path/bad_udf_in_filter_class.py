from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import BooleanType


def is_adult(age: int) -> bool:
    return age is not None and age >= 18


class Cohort:
    keep = F.udf(is_adult, BooleanType())  # also: SPK005

    def select(self, visits: DataFrame) -> DataFrame:
        return visits.filter(Cohort.keep(F.col("age")))  # expect: SPK005


spark = SparkSession.builder.getOrCreate()
Cohort().select(spark.table("health.visits")).groupBy("clinic").count().show()

from pyspark.sql import SparkSession


def clean_postcode(code: str) -> str:
    return (code or "").strip().upper().replace(" ", "")


spark = SparkSession.builder.getOrCreate()
parcels = spark.table("lake.parcels").groupBy("postcode").count().toPandas()
parcels["postcode"] = parcels["postcode"].map(clean_postcode)
print(parcels.groupby("postcode")["count"].sum().nlargest(10))

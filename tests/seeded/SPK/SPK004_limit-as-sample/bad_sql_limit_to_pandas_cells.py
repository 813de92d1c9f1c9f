# %%
from pyspark.sql import SparkSession
from scipy.stats import ttest_ind

spark = SparkSession.builder.getOrCreate()

# %%
users = spark.sql("SELECT arm, spend FROM ads.test_users LIMIT 50000").toPandas()  # expect: SPK004

# %%
a, b = users[users.arm == "A"].spend, users[users.arm == "B"].spend
b.mean() - a.mean(), ttest_ind(b, a, equal_var=False).pvalue

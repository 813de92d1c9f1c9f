# %%
import duckdb

con = duckdb.connect("prices.duckdb")

# %%
# the last price known so far: the frame up to the current row is what is wanted
filled = con.execute(
    """
    SELECT sku, day,
           last_value(price IGNORE NULLS) OVER (PARTITION BY sku ORDER BY day) AS price
    FROM sku_days
    """
).df()

# %%
filled.groupby("sku")["price"].mean()

# %%
import duckdb

con = duckdb.connect("support.duckdb")

# %%
scores = con.sql(
    """
    SELECT channel,
           AVG(csat) FILTER (WHERE csat > 0) AS csat,
           AVG(CASE WHEN csat BETWEEN 1 AND 5 THEN csat END) AS csat_valid,
           AVG(CASE WHEN reopened THEN 1 ELSE 0 END) AS reopen_rate
    FROM tickets
    GROUP BY channel
    """
).df()

# %%
scores.sort_values("reopen_rate")

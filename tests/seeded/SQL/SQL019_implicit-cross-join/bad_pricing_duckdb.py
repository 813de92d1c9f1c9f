import duckdb

prices = duckdb.sql(
    """
    SELECT p.plan_code, r.currency, AVG(p.monthly_fee * r.rate) AS fee
    FROM 'plans.parquet' p, 'rates.parquet' r  -- expect: SQL019
    WHERE r.currency IN ('SEK', 'NOK')
      AND p.is_public
    GROUP BY p.plan_code, r.currency
    """
).df()
print(prices)

import duckdb

con = duckdb.connect("catalogue.duckdb")
creators = con.sql(
    """
    SELECT DISTINCT cr.creator_id, cr.name, cr.payout_rate  -- expect: SQL002
    FROM creators cr
    JOIN videos v ON v.creator_id = cr.creator_id  -- also: SQL002
    WHERE v.published_on >= DATE '2024-01-01'
    """
).df()
print(len(creators), creators["payout_rate"].mean())

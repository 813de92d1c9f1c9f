import duckdb

con = duckdb.connect("fleet.duckdb")
late = con.execute(
    """
    SELECT driver_id,
           COUNT(*) FILTER (WHERE late_minutes > 15) AS late,
           COUNT(CASE WHEN late_minutes > 15 THEN route_id END) AS late_with_route,
           SUM(CASE WHEN late_minutes > 60 THEN 1 ELSE 0 END) AS very_late
    FROM shifts
    GROUP BY driver_id
    """
).df()
print(late)

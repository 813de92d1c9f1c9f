import duckdb

con = duckdb.connect("org.duckdb")
tree = con.execute("""
    WITH RECURSIVE reports AS (
        SELECT employee_id, manager_id, 0 AS depth
        FROM employees WHERE manager_id IS NULL
        UNION ALL
        SELECT e.employee_id, e.manager_id, r.depth + 1
        FROM employees e JOIN reports r ON e.manager_id = r.employee_id
    )
    SELECT depth, COUNT(*) AS people FROM reports GROUP BY depth ORDER BY depth
""").df()
print(tree)

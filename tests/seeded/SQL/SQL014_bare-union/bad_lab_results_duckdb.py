import duckdb

con = duckdb.connect("lab.duckdb")
con.execute("""
    CREATE TABLE results AS
    SELECT patient_id, test_code, value FROM lab_north
    UNION  -- expect: SQL014
    SELECT patient_id, test_code, value FROM lab_south
""")
print(con.execute("SELECT test_code, AVG(value) FROM results GROUP BY test_code").df())

import psycopg2

connection = psycopg2.connect("dbname=ads")
with connection.cursor() as cursor:
    cursor.execute(
        """
        UPDATE campaigns SET paused_at = NULL, owner = %(owner)s
        WHERE owner IS NOT DISTINCT FROM NULL
        """,
        {"owner": "growth"},
    )
    cursor.execute("SELECT COUNT(*) FROM campaigns WHERE owner IS NULL OR owner = ''")
    print(cursor.fetchone())

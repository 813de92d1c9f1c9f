import psycopg2

connection = psycopg2.connect("dbname=ads")
with connection.cursor() as cursor:
    cursor.execute(
        """
        SELECT advertiser_id, MAX(paused_at) AS paused_at
        FROM campaigns
        WHERE owner <> NULL  -- expect: SQL018
        GROUP BY advertiser_id
        """
    )
    rows = cursor.fetchall()
print(len(rows))

# config: dialect = "sqlite"
import sqlite3

connection = sqlite3.connect("clinic.db")
cursor = connection.cursor()
cursor.execute(
    """
    SELECT clinic,
           COUNT(no_show_reason) * 1.0 / COUNT(*) AS no_show,
           CAST(COUNT(no_show_reason) AS REAL) / COUNT(*) * 100 AS pct_no_show,
           TOTAL(waited) / COUNT(*) AS mean_wait
    FROM appointments
    GROUP BY clinic
    """
)
for row in cursor.fetchall():
    print(*row)

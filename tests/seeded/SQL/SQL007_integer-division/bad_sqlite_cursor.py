# config: dialect = "sqlite"
import sqlite3

connection = sqlite3.connect("clinic.db")
cursor = connection.cursor()
cursor.execute(
    """
    SELECT clinic,
           COUNT(no_show_reason) / COUNT(*) * 100 AS pct_no_show  -- expect: SQL007
    FROM appointments
    WHERE booked_for >= '2024-01-01'
    GROUP BY clinic
    """
)
for clinic, pct in cursor.fetchall():
    print(clinic, pct)

# config: keys = {"plans" = ["plan_id"]}
import sqlite3

connection = sqlite3.connect("billing.db")
cursor = connection.cursor()
cursor.execute(
    """
    SELECT DISTINCT s.country, s.currency
    FROM subscriptions s
    JOIN plans p ON p.plan_id = s.plan_id
    WHERE p.is_paid = 1
    ORDER BY s.country
    """
)
for country, currency in cursor.fetchall():
    print(country, currency)

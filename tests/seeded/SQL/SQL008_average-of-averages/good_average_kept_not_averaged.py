import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://reader@warehouse/media")
genres = pd.read_sql(
    """
    WITH titles AS (
        SELECT title_id, genre, AVG(rating) AS rating, SUM(minutes) AS minutes
        FROM plays
        GROUP BY title_id, genre
    )
    SELECT genre, AVG(minutes) AS minutes_per_title, COUNT(*) AS titles
    FROM titles
    WHERE rating >= 3.5
    GROUP BY genre
    """,
    engine,
)
print(genres)

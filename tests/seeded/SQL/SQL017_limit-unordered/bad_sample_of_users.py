import duckdb
import pandas as pd

con = duckdb.connect("product.duckdb")


def users_for_survey(n: int) -> pd.DataFrame:
    return con.execute(
        f"""
        SELECT user_id, email, plan
        FROM users
        WHERE opted_in AND last_seen >= DATE '2024-05-01'
        LIMIT {n}  -- expect: SQL017
        """
    ).df()


users_for_survey(500).to_csv("survey_panel.csv", index=False)

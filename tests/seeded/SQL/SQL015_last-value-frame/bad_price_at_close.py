import duckdb


class ClosingPrices:
    def __init__(self, path: str) -> None:
        self.con = duckdb.connect(path, read_only=True)

    def load(self, market: str):
        return self.con.execute(
            """
            SELECT sku, day, price,
                   last_value(price) OVER (PARTITION BY sku, day ORDER BY changed_at) AS closing  -- expect: SQL015
            FROM price_changes
            WHERE market = ?
            """,
            [market],
        ).df()


print(ClosingPrices("prices.duckdb").load("FI"))

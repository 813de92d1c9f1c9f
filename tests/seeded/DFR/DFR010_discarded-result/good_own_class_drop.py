class Basket:
    """A shopping basket that changes in place."""

    def __init__(self, lines: dict[str, int]):
        self.lines = dict(lines)

    def drop(self, sku: str) -> None:
        self.lines.pop(sku, None)

    def replace(self, old: str, new: str) -> None:
        self.lines[new] = self.lines.pop(old)


basket = Basket({"milk": 2, "bread": 1, "beer": 6})
basket.drop("beer")
basket.replace("milk", "oat milk")
print(basket.lines)

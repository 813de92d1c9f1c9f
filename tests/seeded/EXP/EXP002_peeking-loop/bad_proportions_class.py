from statsmodels.stats.proportion import proportions_ztest


class Monitor:
    def __init__(self, source):
        self.source = source
        self.clicks = {"A": 0, "B": 0}
        self.shown = {"A": 0, "B": 0}

    def decide(self) -> str:
        for batch in self.source:
            for arm in ("A", "B"):
                self.clicks[arm] += batch[arm]["clicks"]
                self.shown[arm] += batch[arm]["shown"]
            z, p = proportions_ztest(
                [self.clicks["B"], self.clicks["A"]], [self.shown["B"], self.shown["A"]]
            )
            if p < 0.05:  # expect: EXP002
                return "ship B" if z > 0 else "keep A"
        return "no decision"

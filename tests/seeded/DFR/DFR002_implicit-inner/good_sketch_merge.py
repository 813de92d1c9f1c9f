from datasketch import HyperLogLog


class DailyReach:
    """Unique viewers of a week from one sketch a day."""

    def __init__(self, precision: int = 14):
        self.week = HyperLogLog(p=precision)

    def add(self, viewers: list[str]) -> None:
        day = HyperLogLog(p=self.week.p)
        for viewer in viewers:
            day.update(viewer.encode())
        self.week.merge(day)

    def total(self) -> float:
        return self.week.count()

from dataclasses import dataclass, field


@dataclass
class Clock:
    """The clock of a simulated warehouse, in minutes since the doors opened."""

    minutes: float = 0.0
    log: list[tuple[float, str]] = field(default_factory=list)

    def now(self) -> float:
        return self.minutes

    def advance(self, step: float, what: str) -> None:
        self.minutes += step
        self.log.append((self.now(), what))


clock = Clock()
clock.advance(3.5, "pallet in")
print(clock.now(), clock.log)

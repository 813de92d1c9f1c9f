import numpy as np


class DartsPlayer:
    """Keeps a player's record over the league's evenings."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.best_score_ = 0

    def play(self, evening: np.ndarray) -> None:
        self.best_score_ = max(self.best_score_, int(evening.sum()))


rng = np.random.default_rng(3)
player = DartsPlayer("Ada")
for _ in range(20):
    player.play(rng.integers(0, 61, size=3))
print(f"final record of {player.name}: {player.best_score_}")

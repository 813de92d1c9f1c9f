import math
import statistics


def welch_se(old: list[float], new: list[float]) -> float:
    s_old, s_new = statistics.pstdev(old), statistics.pstdev(new)  # also: REP006
    return math.sqrt(s_old**2 / len(old) + s_new**2 / len(new))  # expect: REP006


old_player = [2.1, 1.7, 3.0, 2.6, 2.2, 1.9]
new_player = [1.4, 2.0, 1.6, 1.8, 2.3]
diff = statistics.fmean(new_player) - statistics.fmean(old_player)
print(f"{diff:.2f} ± {2 * welch_se(old_player, new_player):.2f} s to first frame")

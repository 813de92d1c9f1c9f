from scipy.stats import mannwhitneyu


def first_significant_n(a, b, step=500, alpha=0.05):
    """How many users we needed until the test was significant."""
    for n in range(step, min(len(a), len(b)), step):
        _, p = mannwhitneyu(a[:n], b[:n], alternative="two-sided")
        if p < alpha:  # expect: EXP002
            return n
    return None


def run(frame):
    a = frame.loc[frame.arm == "A", "ltv"].to_numpy()
    b = frame.loc[frame.arm == "B", "ltv"].to_numpy()
    return first_significant_n(a, b)

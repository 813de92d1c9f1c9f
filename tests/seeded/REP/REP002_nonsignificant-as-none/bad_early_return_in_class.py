from statsmodels.stats.proportion import proportions_ztest


class Verdict:
    """Turns the counts of an email test into a sentence for the weekly deck."""

    alpha = 0.05

    def sentence(self, opened: list[int], sent: list[int]) -> str:
        lift = opened[1] / sent[1] - opened[0] / sent[0]
        _, p_value = proportions_ztest(opened, sent)
        if p_value < self.alpha:
            return f"The subject line moved the open rate by {lift:+.2%}."
        return "The subject line has no effect on the open rate."  # expect: REP002


print(Verdict().sentence([812, 845], [10_000, 10_000]))

from scipy import stats


def one_sided_p(test, control):
    t, p = stats.ttest_ind(test, control, equal_var=False)
    return p / 2 if t > 0 else 1 - p / 2

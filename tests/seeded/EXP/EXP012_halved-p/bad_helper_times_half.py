from scipy.stats import ttest_ind


def p_one_tailed(test, control):
    _, p_two = ttest_ind(test, control, equal_var=False)
    return 0.5 * p_two  # expect: EXP012

from scipy.stats import mannwhitneyu, normaltest, ttest_ind


def smart_test(x, y, alpha=0.05):
    _, p_norm_x = normaltest(x)
    _, p_norm_y = normaltest(y)
    normal = p_norm_x > alpha and p_norm_y > alpha
    if normal:  # expect: EXP007
        return ttest_ind(x, y).pvalue
    return mannwhitneyu(x, y).pvalue

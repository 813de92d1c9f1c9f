from scipy.stats import brunnermunzel, mannwhitneyu, ttest_ind


def p_value(a, b, method: str):
    if method == "welch":
        return ttest_ind(a, b, equal_var=False).pvalue
    if method == "ranks":
        return mannwhitneyu(a, b).pvalue
    return brunnermunzel(a, b).pvalue

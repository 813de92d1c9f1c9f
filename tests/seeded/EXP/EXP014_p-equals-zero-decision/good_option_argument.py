from scipy.stats import mannwhitneyu


def compare(test, control, one_sided: bool = False):
    if one_sided:
        p = mannwhitneyu(test, control, alternative="greater").pvalue
    else:
        p = mannwhitneyu(test, control, alternative="two-sided").pvalue
    return test.mean() - control.mean(), p

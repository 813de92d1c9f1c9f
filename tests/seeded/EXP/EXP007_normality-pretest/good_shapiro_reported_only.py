from scipy import stats


def readout(a, b):
    p_norm = stats.shapiro(b - b.mean()).pvalue
    if p_norm < 0.05:
        print("note: residuals are skewed, see the histogram")
    res = stats.ttest_ind(a, b, equal_var=False)
    return b.mean() - a.mean(), res.pvalue

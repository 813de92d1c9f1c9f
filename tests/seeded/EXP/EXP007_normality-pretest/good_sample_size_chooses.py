from scipy.stats import permutation_test, ttest_ind


def compare(a, b):
    if min(len(a), len(b)) < 50:
        res = permutation_test((a, b), lambda x, y: x.mean() - y.mean(), rng=1)
    else:
        res = ttest_ind(a, b, equal_var=False)
    return a.mean() - b.mean(), res.pvalue

from scipy.stats import ks_2samp, mannwhitneyu, ttest_ind


def all_p_values(control, test):
    return {  # expect: EXP010
        "t": ttest_ind(control, test, equal_var=False).pvalue,
        "u": mannwhitneyu(control, test).pvalue,
        "ks": ks_2samp(control, test).pvalue,
    }

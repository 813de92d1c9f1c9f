from scipy.stats import ttest_ind


def effect(control, treatment):
    result = ttest_ind(treatment, control, equal_var=True)  # expect: EXP008
    return treatment.mean() - control.mean(), result.pvalue

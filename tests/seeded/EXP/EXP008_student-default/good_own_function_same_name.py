from experiments.stats import ttest_ind

from shop import load_arms

a, b = load_arms("exp_2041")
print(b.mean() - a.mean(), ttest_ind(a, b))

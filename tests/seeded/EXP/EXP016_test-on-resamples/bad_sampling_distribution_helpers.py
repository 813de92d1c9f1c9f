import pandas as pd
from numpy.random import choice
from scipy.stats import ttest_ind


def one_mean(data, n):
    drawn = choice(data, n)
    return drawn.mean()


def sampling_distribution(data, size=300, n=40):
    found = []
    while len(found) < size:
        found.append(one_mean(data, n))
    return found


orders = pd.read_csv("orders.csv")
with_discount = orders[orders.discount > 0].quantity
without = orders[orders.discount == 0].quantity
a = sampling_distribution(with_discount)
b = sampling_distribution(without)
print(ttest_ind(a, b).pvalue)  # expect: EXP016

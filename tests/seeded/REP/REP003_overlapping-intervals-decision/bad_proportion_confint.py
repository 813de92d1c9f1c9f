from statsmodels.stats.proportion import proportion_confint

clicks_a, shown_a = 1_204, 48_310
clicks_b, shown_b = 1_311, 48_122

a_low, a_high = proportion_confint(clicks_a, shown_a, method="wilson")
b_low, b_high = proportion_confint(clicks_b, shown_b, method="wilson")
print(f"A [{a_low:.4f}, {a_high:.4f}]  B [{b_low:.4f}, {b_high:.4f}]")

if a_high < b_low or b_high < a_low:  # expect: REP003
    print("The banners differ.")
else:
    print("Keep banner A.")

import pandas as pd

plays = pd.read_csv("/Users/annika/Documents/streaming/plays.csv")  # expect: RPR004
plays = plays[plays["minutes"] > 0]
print(len(plays), "plays")
print(plays.groupby("country")["minutes"].mean())

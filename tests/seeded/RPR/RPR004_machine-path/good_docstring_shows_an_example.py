import argparse

import pandas as pd


def main() -> None:
    """Sum the fares: `fares.py /home/you/rides.csv`, or on a Mac `fares.py /Users/you/rides.csv`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("path", help="for instance /home/you/rides.csv")
    print(pd.read_csv(parser.parse_args().path)["fare"].sum())


if __name__ == "__main__":
    main()

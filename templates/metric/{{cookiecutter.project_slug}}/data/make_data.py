"""Makes the synthetic raw data of this folder: python data/make_data.py

The truth is planted as counts: of each week it is fixed how many customers come, how many orders of
each price, gift cards, refunds and failed payments there are. `truth` adds the counts up in whole
cents and looks at no row; `make` scatters the same counts over customers and days.
"""

from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20240101
START = np.datetime64("2024-01-01")  # a Monday
WEEKS = 14
CUSTOMERS = 700
VISITORS = 260  # in the first week
MORE_VISITORS = 4
FILMS = {499: 60, 999: 30, 1999: 10}  # price in cents → paid orders in the first week
MORE = {499: 2, 999: 1}  # in each later week, so many more
GIFT_CARDS = {5000: 2, 10000: 1}  # the same of gift cards, which version 1 takes for revenue
SEASON = {5: 4, 6: 4}  # week → how many times as many gift cards: Valentine's Day
FAILED = {999: 15}
WHOLE = {499: 4, 999: 3, 1999: 1}  # orders that are given back as a whole
PARTLY = 2  # orders of the highest price that are given back in two parts
PART = 300  # cents each
LATEST = 14  # days within which an order can be given back


def truth():
    """Return one row for each week: visitors, and the cents that each version adds up."""
    week = np.arange(WEEKS)
    films = sum(price * (FILMS[price] + MORE.get(price, 0) * week) for price in FILMS)
    back = sum(price * count for price, count in WHOLE.items()) + 2 * PARTLY * PART
    gifts = sum(price * count for price, count in GIFT_CARDS.items())
    return pd.DataFrame(
        {
            "week": START + 7 * week,
            "visitors": VISITORS + MORE_VISITORS * week,
            "version_1": films + gifts * np.array([SEASON.get(one, 1) for one in range(WEEKS)]),
            "version_2": films - back,
        }
    )


def make(seed=SEED, slow=0, missing=0, foreign=0, unbooked=0):
    """Return the raw tables by name: visits, orders, refunds, and booked, the report of finance.

    What each table is trusted for can be broken: `slow` refunds come 30 days late, `missing` orders
    have no amount, `foreign` ones are in francs, finance books `unbooked` cents a week too much.
    """
    rng = np.random.default_rng(seed)
    taste = rng.gamma(0.7, 1, CUSTOMERS)  # who ordered once will again
    visits, orders, refunds = [], [], []
    for week in range(WEEKS):
        day = START + 7 * week
        many = VISITORS + MORE_VISITORS * week
        who = np.sort(rng.choice(CUSTOMERS, many, replace=False))
        came, again = rng.integers(0, 7, (2, many))  # days of the week; orders are of the first
        twice = (rng.random(many) < 0.3) & (again != came)
        visits += [(who, day + came), (who[twice], day + again[twice])]
        made = _orders(rng, week, who, day + came, taste, sum(map(len, orders)))
        orders.append(made)
        refunds.append(_refunds(rng, made))
    orders, refunds = pd.concat(orders), pd.concat(refunds)
    some = rng.permutation(len(orders))
    orders.iloc[some[:missing], orders.columns.get_loc("amount")] = np.nan
    orders.iloc[some[missing : missing + foreign], orders.columns.get_loc("currency")] = "CHF"
    days = np.where(np.arange(len(refunds)) < slow, 30, 0).astype("timedelta64[D]")
    return {
        "visits": pd.DataFrame(
            {
                "user_id": np.concatenate([one for one, _ in visits]) + 1,
                "day": np.concatenate([days for _, days in visits]),
            }
        ).sort_values(["day", "user_id"], ignore_index=True),
        "orders": orders.reset_index(drop=True),
        "refunds": refunds.assign(refunded_on=refunds["refunded_on"] + days).reset_index(drop=True),
        "booked": truth()[["week"]].assign(net_revenue=(truth()["version_2"] + unbooked) / 100),
    }


def _orders(rng, week, who, day, taste, before):
    """Return the orders of a week; gift cards and failed payments are anybody's."""
    films = {price: count + MORE.get(price, 0) * week for price, count in FILMS.items()}
    gifts = {price: count * SEASON.get(week, 1) for price, count in GIFT_CARDS.items()}
    kinds = [("film", "paid", films), ("gift_card", "paid", gifts), ("film", "failed", FAILED)]
    lines = [
        (product, status, price)
        for product, status, counts in kinds
        for price, count in counts.items()
        for _ in range(count)
    ]
    likely = taste[who] / taste[who].sum()
    picked = [
        rng.choice(len(who), p=likely if (product, status) == ("film", "paid") else None)
        for product, status, _ in lines
    ]
    return pd.DataFrame(
        {
            "order_id": before + 1 + np.arange(len(lines)),
            "user_id": who[picked] + 1,
            "ordered_on": day[picked],
            "product": [product for product, _, _ in lines],
            "status": [status for _, status, _ in lines],
            "amount": [price / 100 for _, _, price in lines],
            "currency": "EUR",
        }
    )


def _refunds(rng, orders):
    """Return the refunds of a week's orders: whole ones, and some in two parts."""
    paid = orders[(orders["status"] == "paid") & (orders["product"] == "film")]
    whole, left = [], []
    for price, count in WHOLE.items():
        same = rng.permutation(paid.index[paid["amount"] == price / 100])
        whole += list(same[:count])
        left = same[count:]  # of the highest price, in the end
    parts = list(np.repeat(left[:PARTLY], 2))
    given = orders.loc[whole + parts]
    amount = np.where(np.arange(len(given)) < len(whole), given["amount"], PART / 100)
    days = rng.integers(1, LATEST + 1, len(given)).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "order_id": given["order_id"].to_numpy(),
            "refunded_on": given["ordered_on"].to_numpy() + days,
            "amount": amount,
        }
    )


def write(folder, tables):
    """Write raw tables as CSV into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    return folder


if __name__ == "__main__":
    write(Path(__file__).parent / "raw", make())

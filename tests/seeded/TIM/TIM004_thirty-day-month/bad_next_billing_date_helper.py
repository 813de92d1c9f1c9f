from datetime import date, timedelta


def next_billing_dates(first: date, months: int) -> list[date]:
    """Return the dates on which a monthly plan is charged."""
    return [first + timedelta(days=30 * month) for month in range(1, months + 1)]  # expect: TIM004


for due in next_billing_dates(date(2024, 1, 31), months=12):
    print(due.isoformat())

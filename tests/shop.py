"""A small video company's tables, the same in every run: for tests of the metric catalogue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday


def shop(folder: Path, *, users: int = 200, weeks: int = 4, seed: int = 20260302) -> Path:
    """Write sessions, orders, ad_impressions, payments and subscriptions as Parquet, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    keen = rng.lognormal(0, 0.8, users)
    sessions, orders, ads, payments, subscriptions = [], [], [], [], []
    for day in range(7 * weeks):
        for user in np.flatnonzero(rng.random(users) < np.minimum(0.25 * keen, 0.9)):
            at = START + timedelta(days=day, seconds=int(rng.integers(86_400)))
            hours = float(rng.lognormal(-0.5, 0.7) * keen[user])
            crashed = bool(rng.random() < 0.03)
            sessions.append({
                "session_id": f"s{len(sessions)}", "user_id": f"u{user}", "started_at": at, "day": at.date(),
                "watched_hours": hours, "crashed": crashed, "device": str(rng.choice(["tv", "web"])),
                "startup_ms": None if rng.random() < 0.02 else float(rng.lognormal(6.5, 0.4)), "country": "DE",
            })  # fmt: skip
            for _ in range(rng.poisson(2 * hours)):
                ads.append({
                    "impression_id": f"i{len(ads)}", "user_id": f"u{user}", "shown_at": at,
                    "format": str(rng.choice(["mid_roll", "banner"])), "revenue": float(rng.gamma(2, 0.004)),
                    "currency": "EUR", "country": "DE",
                })  # fmt: skip
            if rng.random() < 0.08:
                status = str(rng.choice(["paid", "failed", "cancelled"], p=[0.8, 0.1, 0.1]))
                amount = round(float(rng.lognormal(2, 0.6)), 2)
                orders.append({
                    "order_id": f"o{len(orders)}", "user_id": f"u{user}", "ordered_at": at, "status": status,
                    "product": str(rng.choice(["rental", "gift"])), "amount": amount,
                    "refunded": amount if rng.random() < 0.05 else None, "currency": "EUR",
                    "country": str(rng.choice(["DE", "FR"])),
                })  # fmt: skip
                payments.append({
                    "payment_id": f"p{len(payments)}", "order_id": f"o{len(orders) - 1}", "user_id": f"u{user}",
                    "attempted_at": at, "outcome": "succeeded" if status == "paid" else "declined",
                    "method": "card", "amount": amount, "currency": "EUR",
                })  # fmt: skip
            if rng.random() < 0.02:
                subscriptions.append({
                    "event_id": f"e{len(subscriptions)}", "subscription_id": f"b{user}", "user_id": f"u{user}",
                    "happened_at": at, "event": str(rng.choice(["started", "cancelled", "trial_started"])),
                    "plan": "basic", "country": "DE",
                })  # fmt: skip
    tables: dict[str, list[dict[str, Any]]] = {
        "sessions": sessions, "orders": orders, "ad_impressions": ads, "payments": payments,
        "subscriptions": subscriptions,
    }  # fmt: skip
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    return folder

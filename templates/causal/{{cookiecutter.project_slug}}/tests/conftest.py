"""Panels of logs that are made for a test, sound or broken on purpose."""

import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import logs  # noqa: E402
import make_data  # noqa: E402

import gather  # noqa: E402

UNTIL = date(2026, 4, 26)


@pytest.fixture
def panel(tmp_path):
    """Return a function that makes the panel of logs, changed by `change` or made otherwise."""

    def make(change=lambda tables: tables, until=UNTIL, **broken):
        logs.write(tmp_path, change(make_data.make(**broken)))
        return gather.gather(until, tmp_path, tmp_path / "panel.parquet")

    return make


def refusals(result):
    """Return the names of the guards that refuse."""
    return [one.name for one in result.refusals]

"""What the report says first, whether a day can be used: python tell.py --until 2024-03-21

Writes out/answer.json, the box of the report: the table held against its source once more, and what
monitor.py found.
"""

import argparse
import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

from groundrules.partitions import Daily
from groundrules.reconcile import reconcile

import monitor
import pipeline

HERE = Path(__file__).parent


def source(raw=pipeline.RAW, out=pipeline.OUT):
    """Return the criterion that counts and sums of each day are those of the source."""
    queries = {
        name: (HERE / "sql" / f"{table}_by_day.sql").read_text(encoding="utf-8")
        for name, table in (("query_a", "raw"), ("query_b", "user_day"))
    }
    by = {"key": ["event_day"], "partition": ["event_day"]}
    found = reconcile(raw, Path(out) / "user_day", **by, **queries)
    days = found.partitions - found.partitions_apart
    apart = [str(one.partition[0]) for one in found.apart]
    return {
        "name": "agrees with the source",
        "beside": "events, purchases and revenue of each day",
        "said": f"{days} of {found.partitions} days" + named("; not ", apart),
        "wanted": "every day, exactly",
        "verdict": "agrees" if found.agree else "differs",
        "holds": found.agree,
    }


def named(before, names):
    """Return names after a word, or nothing where there is none."""
    return f"{before}{', '.join(names)}" if names else ""


def usual(name, beside, rows):
    """Return the criterion that nothing of some rows of the monitor is unusual."""
    odd = rows[~rows["usual"].astype(bool)]
    holds = bool(odd.empty) if len(rows) else None
    return {
        "name": name,
        "beside": beside,
        "said": f"{len(rows) - len(odd)} of {len(rows)} as usual"
        + named("; not ", list(odd["check"])),
        "wanted": "all as the days before let expect",
        "verdict": {True: "usual", False: "unusual", None: "not looked at"}[holds],
        "holds": holds,
    }


def answer(until, raw=pipeline.RAW, out=pipeline.OUT):
    """Return the answer for a day; one thing that is not as it should be is enough."""
    found = monitor.read(Daily(Path(out) / "monitoring"), [until])
    if found.empty:
        raise SystemExit(f"tell: {until} was not looked at; run monitor.py first")
    of = found["check"].str.partition(":")[0]
    criteria = [
        source(raw, out),
        usual("deliveries", "volume, freshness, hours, repeats, kinds", found[of == "raw"]),
        usual("rows of user_day", "beside the days before", found[of == "user_day"]),
        usual("metrics", "each in its prediction interval", found[of == "metric"]),
    ]
    well = all(one["holds"] for one in criteria)
    final = until + timedelta(days=pipeline.LATE_DAYS)
    parts = [Path(out, table, f"day={until}", "part.parquet") for table in pipeline.TABLES]
    return {
        "version": 1,
        "word": "As it should be" if well else "Not as it should be",
        "holds": well,
        "action": f"{until} may be used; it is final when {final} was delivered."
        if well
        else f"{until} is looked into before anybody uses it.",
        "criteria": criteria,
        "files": {
            file.relative_to(Path(out).parent).as_posix(): hashlib.sha256(
                file.read_bytes()
            ).hexdigest()
            for file in parts
        },
    }


def main():
    """Write the answer."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--until", type=date.fromisoformat, required=True, metavar="DATE")
    told = answer(parser.parse_args().until)
    text = json.dumps(told, indent=1) + "\n"
    (pipeline.OUT / "answer.json").write_text(text, encoding="utf-8", newline="\n")
    print(f"{told['word']}. {told['action']}")


if __name__ == "__main__":
    main()

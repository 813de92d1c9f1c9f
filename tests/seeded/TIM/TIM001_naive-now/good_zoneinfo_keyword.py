import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

STORE_ZONE = ZoneInfo("Europe/Madrid")


def log_event(kind: str, user_id: int, path: Path) -> None:
    row = {"kind": kind, "user_id": user_id, "logged_at": dt.datetime.now(tz=STORE_ZONE).isoformat()}
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row) + "\n")


log_event("till_opened", 48_113, Path("events.jsonl"))

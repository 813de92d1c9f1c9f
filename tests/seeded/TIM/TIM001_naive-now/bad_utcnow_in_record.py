import datetime as dt
import json
from pathlib import Path


def log_event(kind: str, user_id: int, path: Path) -> None:
    row = {
        "kind": kind,
        "user_id": user_id,
        "logged_at": dt.datetime.utcnow().isoformat(),  # expect: TIM001
    }
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row) + "\n")


log_event("playback_start", 48_113, Path("events.jsonl"))

import time
from pathlib import Path

WEEK = 7 * 24 * 3600

for path in Path("cache").glob("*.parquet"):
    if time.time() - path.stat().st_mtime > WEEK:
        path.unlink()
done = {path.stem for path in Path("reports").glob("*.html")}
print("missing:", sorted({"north", "south", "west"} - done))

from pathlib import Path
from random import Random

scans = [path for path in Path("scans").iterdir() if path.suffix == ".png"]  # expect: RPR003
Random(13).shuffle(scans)
cut = int(0.8 * len(scans))
Path("train.txt").write_text("\n".join(map(str, scans[:cut])))
Path("test.txt").write_text("\n".join(map(str, scans[cut:])))

"""Fits, judges and keeps the model: python train.py --date 2024-05-01

Writes build/model.joblib with what it was made of, build/results.json, build/answer.json (the box of the
report) and build/MODEL_CARD.md.
"""

import argparse
import json
import sys
from datetime import date

import analysis
import card
import decide
import gather
import keep
from parts import PartsError, split


def main():
    """Train on the training part alone; what the test part says is written down, whatever it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, required=True)
    day = parser.parse_args().date
    table = gather.load()
    try:
        train, test = split(table, day, analysis.OUTCOME, analysis.TARGET)
        model = analysis.fit(train)
    except PartsError as error:
        sys.exit(str(error))
    results = {"date": str(day), **analysis.judge(model, train, test)}
    keep.save(model, train[analysis.FEATURES], gather.FEATURES, day)
    text = json.dumps(results, indent=2) + "\n"
    (keep.BUILD / "results.json").write_text(text, encoding="utf-8", newline="\n")
    decide.write(results, keep.BUILD)
    about = json.loads((keep.BUILD / "model.json").read_text(encoding="utf-8"))
    written = card.card(results, about, (gather.HERE / "brief.md").read_text(encoding="utf-8"))
    (keep.BUILD / "MODEL_CARD.md").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()

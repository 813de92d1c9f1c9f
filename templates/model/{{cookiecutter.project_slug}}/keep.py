"""A model is kept with what it was made of, and loaded only where that still holds.

joblib's files are pickles: loading one runs whatever code it holds. So the hash that stands beside the model is
compared first; it tells a changed file, not a hostile pair of files. Load none that you did not make, or that
does not come from a place where only your pipeline writes. skops.io is a form that asks which types to trust.
"""

import hashlib
import json
from pathlib import Path

import joblib
import sklearn

BUILD = Path(__file__).parent / "build"


class ModelError(Exception):
    """The model cannot be used; the message says why."""


def sha256(path):
    """Return the hash of a file, in hexadecimal."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def save(model, training, data, day, build=BUILD):
    """Write the model, the features it was trained on (what drift is measured from), and where it comes from."""
    joblib.dump(model, build / "model.joblib")
    training.to_csv(build / "training.csv", index=False, lineterminator="\n")
    about = {
        "date": str(day),
        "sklearn": sklearn.__version__,
        "data": sha256(data),
        "model": sha256(build / "model.joblib"),
        "training": sha256(build / "training.csv"),
        "users": len(training),
    }
    (build / "model.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def load(build=BUILD):
    """Return (model, what is known of it); raise ModelError where file or library changed since."""
    about = json.loads((build / "model.json").read_text(encoding="utf-8"))
    for key, name in (("model", "model.joblib"), ("training", "training.csv")):
        if sha256(build / name) != about[key]:
            raise ModelError(f"{name} is not the file that was saved: train again")
    if about["sklearn"] != sklearn.__version__:
        raise ModelError(
            f"the model was made by scikit-learn {about['sklearn']}, this is {sklearn.__version__}: train again"
        )
    return joblib.load(build / "model.joblib"), about

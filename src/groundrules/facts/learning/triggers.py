"""What a text must hold before rows can be split in it."""

from groundrules.rules import Trigger

# A call that splits, or a splitter. Where there is none, two cuts by hand can do it.
_MEANINGS = (
    "split", "splitter", "cross_validation", "cross_validation_of_matrix", "search", "random_split",
)  # fmt: skip
_WORDS = ("validation_split", "np.split", "numpy.split", "randomSplit")
# An unknown splitter that a loop unpacks into two names.
_FOLDS = r"\bfor\b[^\n]*(?:tr|te|val|fit|fold)[^\n]*,[^\n]*\bin\b[^\n]*\.split\(\s*[A-Za-z_(\[]"
# A name that says train is bound to a cut, or a helper splits; a name says test; something is fitted.
_TRAIN = (
    r"(?im)^[^=\n#]*(?:train|trn|\btr\b|_tr\b|\btr_)[^=\n]*="
    r"(?:[^=\n]*(?:\[|\.sample|\.drop|\.head|\.tail)|[^=\n]*\([^)\n]*$|[^\n]*\\$)|^\s*def \w*split"
)
_TEST = r"(?i)test|tst|hold_?out|valid|(?:\b|_)(?:te|oot|oos|val|dev|eval)(?:\b|_)|xval|[xy]val|def \w*split"
_FITTED = r"\.fit|predict|\btrain\("

SPLITS = (
    Trigger(any_meaning=_MEANINGS, any_word=_WORDS, any_pattern=(_FOLDS, _TRAIN)),
    Trigger(any_meaning=_MEANINGS, any_word=_WORDS, any_pattern=(_FOLDS, _TEST)),
    Trigger(any_meaning=_MEANINGS, any_word=_WORDS, any_pattern=(_FOLDS, _FITTED)),
)
"""True of every file for which `Code.models.splits()` finds something."""

"""What a text must hold before rows can be split in it."""

from groundrules.rules import Trigger

SPLITS = Trigger(
    any_meaning=(
        "split", "splitter", "cross_validation", "cross_validation_of_matrix", "search", "random_split",
    ),
    any_word=("validation_split", "np.split", "numpy.split"),
    any_pattern=(
        # A name that says train is bound to a cut; an unknown splitter is looped over; a helper splits.
        r"(?im)^[^=\n#]*(?:train|trn|\btr\b|_tr\b|\btr_)[^=\n]*=[^=]",
        r"\bin\b[^\n]*\.split\(",
        r"def \w*split",
    ),
)  # fmt: skip
"""True of every file for which `Code.models.splits()` finds something."""

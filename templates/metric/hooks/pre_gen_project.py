{% raw -%}
"""Which answers a template takes: judged alike by `groundrules new` and by the hook of plain cookiecutter.

`templates/_common/spread.py` copies this file into each template's `hooks/pre_gen_project.py`, which runs in any
Python 3.11: the standard library alone.
"""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from collections.abc import Mapping

LONGEST_SLUG = 64
LONGEST_TEXT = 200
LONGEST_PATH = 259  # MAX_PATH of Windows, 260, counts a NUL at the end
_NEEDED = ("project_name", "project_slug", "owner", "hooks")
_COMMANDS = tuple("{" + mark for mark in "{%#")  # of Jinja, which reads answers once more
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}
# What projects install and import, by both names, and what they hold themselves.
_PACKAGES = set(
    """
    altair analysis assign attrs black bokeh card conftest contracts cookiecutter dash data dbt decide decompose design
    diagnostics diff_diff dowhy draws duckdb econml evaluate figures filelock gather google_re2 groundrules hypothesis
    ibis ibis_framework ipykernel ipython ipywidgets jinja2 joblib jupyter jupyterlab keep keras lightgbm linearmodels
    logs make_data matplotlib metrics mlflow monitor msgspec mypy narwhals nbclient nbconvert nbformat notebook numba
    numpy open_data_contract_standard out pandas pandera parts pathspec people pip pipeline placebos plans plotly polars
    pre_commit prefect prek py pyarrow pydantic pymc pymysql pyspark pytest python pyyaml raw re2 requests ruff
    scikit_learn scipy score seaborn setuptools shap sklearn spark sql sqlalchemy sqlglot sqlite statsmodels streamlit
    tables tea_tasting tell tensorflow test tests torch tqdm train traitlets transforms wheel words xarray xgboost yaml
    """.split()  # noqa: SIM905 a list would take sixty lines
)


def complaint(key: str, value: str) -> str | None:
    """Return what is wrong with the answer to `key`, and what to answer instead; None where nothing is."""
    if key == "project_slug":
        return _slug(value)
    if key == "hooks":
        return _text(key, value) or _hooks(value)
    return _text(key, value)


def first_complaint(answers: Mapping[str, object]) -> str | None:
    """Return the first complaint about any of the answers."""
    found = (complaint(key, value) for key, value in answers.items() if isinstance(value, str))
    return next(filter(None, found), None)


def crowded(folder: str, longest: int) -> str | None:
    """Return what is wrong with a project's whole path, whose longest file's name has `longest` characters."""
    whole = len(folder) + 1 + longest
    if whole <= LONGEST_PATH:
        return None
    return (
        f"project_slug: the longest path of this project would have {whole} characters, and Windows opens none of more "
        f"than {LONGEST_PATH}. Choose a shorter project_slug, or a folder nearer to the root than {folder!r}"
    )


def suggestion(slug: str) -> str:
    """Return a name that is near to `slug` and works."""
    plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")
    if len(words) > LONGEST_SLUG:
        cut = words[: LONGEST_SLUG + 1].rpartition("_")[0] or words[:LONGEST_SLUG]
        words = cut.strip("_")
    if not words:
        return "my_analysis"
    return (
        words if _wrong_slug(words) is None else f"{words[: LONGEST_SLUG - 9].rstrip('_')}_analysis"
    )


def _slug(slug: str) -> str | None:
    why = _wrong_slug(slug)
    return why and f"project_slug {slug!r} {why}. Try: project_slug={suggestion(slug)}"


def _wrong_slug(slug: str) -> str | None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug) or slug.endswith("_"):
        return (
            "is no folder name that works everywhere: lower-case letters, digits and underscores, "
            "a letter first, no underscore last"
        )
    if len(slug) > LONGEST_SLUG:
        return f"has {len(slug)} characters, and more than {LONGEST_SLUG} make paths too long for Windows"
    if slug in _DEVICES:
        return "is the name of a device on Windows, where no folder can have it"
    if keyword.iskeyword(slug):
        return "is a keyword of Python, which cannot be imported"
    if slug in sys.stdlib_module_names or slug in _PACKAGES:
        return (
            "is the name of a module or package that the project needs, and would stand in its way"
        )
    return None


def _text(key: str, value: str) -> str | None:
    if not value and key not in _NEEDED:
        return None
    if not value.strip():
        return f"{key} is empty: say it in a few words"
    if value != value.strip():
        return f"{key} {value!r} begins or ends with a blank. Try: {key}={value.strip()!r}"
    if any(mark in value for mark in _COMMANDS):
        marks = ", ".join(_COMMANDS)
        return f"{key} {value!r} holds one of {marks}, which templates read as commands: put a blank between"
    unseen = sorted({f"U+{ord(one):04X}" for one in value if _unseen(one)})
    if unseen:
        seen = " ".join("".join(" " if _unseen(one) else one for one in value).split())
        said = f"Try: {key}={seen!r}" if seen else "Say it in plain text"
        return f"{key} {value!r} holds characters that nobody sees ({', '.join(unseen)}). {said}"
    if len(value) > LONGEST_TEXT:
        return f"{key} has {len(value)} characters: say it in at most {LONGEST_TEXT}"
    return None


def _unseen(character: str) -> bool:
    """Whether a character is a control, turns the direction of text, breaks a line, or is none at all."""
    code = ord(character)
    turns = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x206F or code in (0x200B, 0x2028, 0x2029)
    none = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or code == 0xFEFF
    return turns or none or unicodedata.category(character) in {"Cc", "Cs", "Co"}


def _hooks(value: str) -> str | None:
    if value in ("package-index", "installed"):
        return None
    address, _, revision = value.rpartition("@")
    if re.search(r"\s", value):
        why = "holds a blank"
    elif not address or not revision:
        why = "has no revision"
    elif value.startswith("-") or revision.startswith("-"):
        why = "begins with a dash, which git would read as an option"
    elif not re.fullmatch(r"(?!.*(\.\.|//))[\w][\w./+-]*", revision) or revision.endswith(
        ("/", ".", ".lock")
    ):
        why = f"has no revision that git can have: {revision!r}"
    else:
        return None
    return f"hooks {value!r} {why}. Say package-index, installed, or ADDRESS@REVISION as in https://example.org/groundrules.git@v0.1.0"
{%- endraw %}

# Above: src/groundrules/scaffold/names.py, copied by templates/_common/spread.py with the number below.
LONGEST = 38


def refuse():
    """Stop with the first complaint about the answers; nothing is left behind."""
    import json
    from pathlib import Path

    answers = {
        {%- for key, value in cookiecutter.items() if not key.startswith("_") %}
        {{ key | tojson }}: json.loads(r'{{ value | tojson }}'),
        {%- endfor %}
    }
    place = Path.cwd()
    if place.parent.name.startswith(".groundrules-"):  # `groundrules new` makes it aside, and moves it
        place = place.parents[1] / place.name
    complaint = first_complaint(answers) or crowded(str(place), LONGEST)
    if complaint:
        sys.exit(complaint)


refuse()

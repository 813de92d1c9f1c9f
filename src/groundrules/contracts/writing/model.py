"""A draft as the source of a `pandera.pandas` DataFrameModel, as the templates scaffold one.

What comes out passes `ruff check` and `ruff format --check` at 88, 100 and 120 letters a line.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from groundrules.contracts.writing.draft import Draft, DraftColumn, LeftOut
from groundrules.contracts.writing.literals import WIDTH, Call, lines
from groundrules.contracts.writing.names import identifiers

_STANDARD = (
    (
        r"\bdate\.[\s\S]*\bdatetime\.|\bdatetime\.[\s\S]*\bdate\.",
        "from datetime import date, datetime",
    ),
    (r"\A(?![\s\S]*\bdatetime\.)[\s\S]*\bdate\.", "from datetime import date"),
    (r"\A(?![\s\S]*\bdate\.)[\s\S]*\bdatetime\.", "from datetime import datetime"),
    (r"(?<!\.)\bDecimal\(", "from decimal import Decimal"),
    (r"\bAny\b", "from typing import Any"),
)
_PACKAGES = (
    (r"\bpd\.", "import pandas as pd"),
    (r"\bpa\.", "import pandera.pandas as pa"),
    (r"\bchecks\.", "from groundrules.contracts import checks"),
    (r"\bSeries\[", "from pandera.typing.pandas import Series"),
)


def source(draft: Draft, *module_doc: str) -> str:
    """Return the whole file: a docstring (a title, and more), imports and the class."""
    return whole_file(list(_class(draft)), module_doc, before=2)


def whole_file(body: list[str], module_doc: Sequence[str], *, before: int) -> str:
    """Return a docstring, the imports that `body` needs, `before` empty lines, and `body`."""
    code = re.sub(r"#.*|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'", "", "\n".join(body))
    blocks = [
        [line for used, line in group if re.search(used, code)] for group in (_STANDARD, _PACKAGES)
    ]
    imports = "\n\n".join("\n".join(block) for block in blocks if block)
    return "\n".join([docstring(*module_doc), "", imports, *[""] * before, *body, ""])


def docstring(title: str, more: str = "") -> str:
    """Return a docstring; what could end it or hide in it is written out."""
    if not more:
        return f'"""{_told(title)}"""'
    return f'"""{_told(title)}\n\n{_told(more)}\n"""'


def _told(text: str) -> str:
    return _printable(text).replace("\\", "/").replace('"', "'").strip()


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def comment(text: str, indent: int) -> Iterator[str]:
    """Yield the lines of a comment."""
    plain = _printable(text)
    before = " " * indent + "# "
    yield from textwrap.wrap(
        plain,
        WIDTH,
        initial_indent=before,
        subsequent_indent=before,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _class(draft: Draft) -> Iterator[str]:
    yield f"class {draft.name}(pa.DataFrameModel):"
    columns = [one for one in draft.columns if isinstance(one, DraftColumn)]
    names = iter(identifiers(one.name for one in columns))
    parts = [[f"    {docstring(draft.doc)}"]] if draft.doc else []
    for one in draft.columns:
        field = [] if isinstance(one, LeftOut) else _field(next(names), one)
        parts.append([*_comments(one.notes, 4), *field])
    if draft.config:
        config = [
            line for key, value in draft.config for line in lines(f"{key} = ", value, indent=8)
        ]
        parts.append(["    class Config:", *_comments(draft.notes, 8), *config])
    yield "\n\n".join("\n".join(part) for part in parts) or "    pass"


def _comments(notes: Iterable[str], indent: int) -> Iterator[str]:
    for note in notes:
        yield from comment(note, indent)


def _field(name: str, column: DraftColumn) -> list[str]:
    options = column.options
    if name != column.name:
        options = (("alias", column.name), *options)
    head = f"{name}: Series[{column.type}]"
    return lines(f"{head} = ", Call("pa.Field", options), indent=4) if options else [f"    {head}"]

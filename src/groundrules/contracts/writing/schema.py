"""A draft as the source of a `pa.DataFrameSchema`, for what a model's fields cannot say: several checks of one kind,
advisory ones, and checks of the table."""

from __future__ import annotations

from collections.abc import Iterator

from groundrules.contracts.writing.draft import Draft, DraftColumn
from groundrules.contracts.writing.literals import Call, Code, lines, quoted
from groundrules.contracts.writing.model import comment, whole_file


def schema_source(draft: Draft, *module_doc: str) -> str:
    """Return the whole file: a docstring (a title, and more), imports and the schema under the draft's name."""
    return whole_file(list(_schema(draft)), module_doc, before=1)


def _schema(draft: Draft) -> Iterator[str]:
    yield f"{draft.name} = pa.DataFrameSchema("
    yield "    {"
    for one in draft.columns:
        for note in one.notes:
            yield from comment(note, 8)
        if isinstance(one, DraftColumn):
            yield from lines(f"{quoted(one.name)}: ", _column(one), ",", 8)
    yield "    },"
    if draft.checks:
        yield from lines("checks=", list(draft.checks), ",", 4)
    for note in draft.notes:
        yield from comment(note, 4)
    for key, value in draft.config:
        yield from lines(f"{key}=", list(value) if isinstance(value, tuple) else value, ",", 4)
    yield ")"


def _column(column: DraftColumn) -> Call:
    kind = column.kind if column.kind is not None else Code(column.type)
    given: list[tuple[str, object]] = [("", kind)]
    if column.checks:
        given.append(("", column.checks[0] if len(column.checks) == 1 else list(column.checks)))
    return Call("pa.Column", (*given, *column.options))

"""YAML files: read into a form, or refused with the line and the mend."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from groundrules import documents
from groundrules.errors import ContentError, UsageError


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    count: float = 1.0


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    items: list[Item]
    note: str = ""


@pytest.mark.parametrize("text", ["no", "on", "12:30", "2026-01-01", "1_000", "yes", "0x1g"])
def test_what_reads_as_text_is_text(text: str) -> None:
    assert documents.parse(f"items: []\nnote: {text}", "p", Form).note == text


def test_a_number_without_a_point_is_a_number() -> None:
    assert documents.parse("items: [{name: a, count: 1e-3}]", "p", Form).items[0].count == 0.001


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("items:\n- name: a\n  nam: 3", "p:3: items.0: unknown key `nam`; did you mean `name`?"),
        ("items:\n- name: a\n- count: 3", "p:3: items.1: `name` is missing"),
        ("note: a\nitems: 3", "p:2: items: Expected `array`, got `int`"),
        ("items: []\nitems: []", "p:2: not YAML: the key 'items' is there twice"),
        ("items: [", "p:1: not YAML:"),
        ("1: 2", "p:1: not YAML: a key must be a text, not 1"),
        ("", "p: is empty"),
        ("a: &a [*a]", "p:1: not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        documents.parse(text, "p", Form)
    assert str(caught.value).startswith(said)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        documents.read(tmp_path / "none.yaml", Form)
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContentError, match="not UTF-8"):
        documents.read(tmp_path / "bytes.yaml", Form)

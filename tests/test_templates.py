"""What holds of every template: the common parts are the same in all."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from conftest import ROOT

SPREAD = runpy.run_path(str(ROOT / "templates" / "_common" / "spread.py"))
TEMPLATES = SPREAD["templates"]()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda folder: folder.name)
def test_the_common_parts_are_the_same_in_all(template: Path) -> None:
    """Copy them anew with: python templates/_common/spread.py"""
    for path, content in SPREAD["copies"](template).items():
        assert path.read_bytes() == content, path

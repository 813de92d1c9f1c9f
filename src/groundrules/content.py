"""Where the four content folders are: beside the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from groundrules.errors import ContentError

Room = Literal["checks", "standards", "templates", "onboarding"]

_PACKAGE = Path(__file__).resolve().parent


def room(name: Room) -> Path:
    """Return the content folder `name`.

    A wheel carries the folders in `groundrules/_bundled`; an editable or plain
    checkout has them at its root, two levels above the package.
    """
    bundled = _PACKAGE / "_bundled" / name
    folder = bundled if bundled.is_dir() else _PACKAGE.parents[1] / name
    if not folder.is_dir():
        raise ContentError(
            f"the folder {name}/ is missing from this installation of groundrules "
            f"(looked in {bundled} and {folder}); install groundrules again"
        )
    return folder

"""Cookiecutter, which renders a template into a folder and leaves nothing elsewhere."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from groundrules.errors import GroundrulesError, MissingExtraError


class NotRenderedError(GroundrulesError):
    """A template that gives no project: its own mistake, or an answer that its hook refuses."""


def need(command: str) -> None:
    """Raise MissingExtraError where cookiecutter is not installed."""
    try:
        import cookiecutter  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(command, "scaffold", "cookiecutter") from error


def render(folder: Path, answers: Mapping[str, str], aside: Path) -> Path:
    """Return the project that a template makes of `answers`, below `aside`.

    What is not answered is the template's default. Raises NotRenderedError, and then nothing is left in `aside`.
    """
    from cookiecutter.exceptions import CookiecutterException
    from cookiecutter.main import cookiecutter
    from jinja2 import TemplateError

    aside.mkdir(parents=True, exist_ok=True)
    with _no_traces() as settings, _quiet():
        try:
            return Path(
                cookiecutter(
                    str(folder), no_input=True, extra_context=dict(answers),
                    output_dir=str(aside), config_file=str(settings),
                )
            )  # fmt: skip
        except (CookiecutterException, TemplateError, ValueError) as error:
            raise NotRenderedError(f"the project was not made: {error}") from error


@contextmanager
def _no_traces() -> Iterator[Path]:
    """Keep cookiecutter's memory of answers out of the user's home, and its settings out of ours."""
    with tempfile.TemporaryDirectory(prefix="groundrules-") as folder:
        settings = Path(folder) / "settings.yaml"
        kept = {"replay_dir": f"{folder}/replay", "cookiecutters_dir": f"{folder}/templates"}
        settings.write_text(json.dumps(kept), encoding="utf-8")
        yield settings


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the traceback that cookiecutter logs when a hook refuses: the hook has spoken itself."""
    logger = logging.getLogger("cookiecutter.hooks")
    was = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = was

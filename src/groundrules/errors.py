"""Every error that a person is meant to read.

GroundrulesError              exit 2
├── UsageError                a path, flag or name on the command line
├── ConfigError               pyproject.toml or groundrules.toml
├── ContentError              a rule, standard, template or exercise that does not load
├── MissingExtraError         a command whose optional packages are not installed
└── BrokenContractError       (contracts.broken) data that break their contract, where a caller asks for an error

Broken *input* is no error: it becomes a note (E-code) of its file, and the
other files are still read. Anything else that is raised is our own bug: exit 3.
"""

from __future__ import annotations


class GroundrulesError(Exception):
    """What went wrong, where, and what mends it, in one message."""


class UsageError(GroundrulesError):
    """The command line names something that is not there."""


class ConfigError(GroundrulesError):
    """A configuration file says something that cannot be followed."""


class ContentError(GroundrulesError):
    """A rule, standard, template or exercise breaks the form that it must have."""


class MissingExtraError(GroundrulesError):
    """A command needs packages that the base installation leaves out."""

    def __init__(self, command: str, extra: str, package: str) -> None:
        super().__init__(
            f"`groundrules {command}` needs {package}, which is not installed here. "
            f'Install it with: pip install "groundrules[{extra}]"'
        )


def first_line(error: BaseException) -> str:
    """Return the first line of what another's error says, or its name where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0]

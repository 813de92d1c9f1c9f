"""What a rule about contracts is: it reads one contract, as it stands in its file, and yields hits.

What cannot be told from the file (`open`, None) breaks no rule. A contract that others of its file are built on
is asked about nothing: those that are built on it are.
"""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from groundrules.contracts.authoring.static import Names, StaticContract
from groundrules.rules import Rule

Found = tuple[ast.AST, str]
"""Where, and one sentence."""


class ContractRule(Rule):
    """A rule about one contract."""

    standard: ClassVar[str] = "data/contract-writing"

    @abstractmethod
    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield each breach."""
        raise NotImplementedError


def titled(contract: StaticContract) -> str:
    return f"`{contract.name}`" if contract.name else "this schema"

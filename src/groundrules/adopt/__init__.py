"""A repository made by hand comes under the rules: configuration, hook, baseline and a report, in one commit."""

from groundrules.adopt.hooks import HOOKS
from groundrules.adopt.plan import Adoption, adoption
from groundrules.adopt.write import commit, patch, write

__all__ = ["HOOKS", "Adoption", "adoption", "commit", "patch", "write"]

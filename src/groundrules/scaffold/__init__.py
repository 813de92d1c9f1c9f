"""New projects from templates, and projects brought up to a newer template without losing an edit."""

from groundrules.scaffold.new import new
from groundrules.scaffold.templates import list_templates

__all__ = ["list_templates", "new"]

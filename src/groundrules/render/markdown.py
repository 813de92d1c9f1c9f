"""Markdown as a page of HTML in the style of our reports, with nothing loaded from elsewhere."""

from __future__ import annotations

import re
from html import escape

from groundrules.pages import style


def document(text: str, title: str) -> str:
    """Return a whole page; links to other .md files lead to their .html. HTML in the text is shown as text."""
    import mistune

    body = mistune.create_markdown(escape=True, plugins=["table"])(_uncommented(text))
    linked = re.sub(r'(<a href="[^":]*)\.md(?=["#])', r"\1.html", str(body))

    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{style()}</style>\n</head>\n<body>\n<main>\n{linked}</main>\n</body>\n</html>\n"
    )


def _uncommented(text: str) -> str:
    return re.sub(r"\A<!--.*?-->\s*", "", text, flags=re.S)

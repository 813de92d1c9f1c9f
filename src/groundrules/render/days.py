"""Days as in 2024-03-13 stay on one line."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment
from bs4.element import NavigableString, PageElement

_DAY = re.compile(r"(?<![\w.,-])(\d{4}-\d{2}-\d{2})(?![\w-])")
_AS_IT_IS = {"pre", "code", "time", "style"}


def keep_days(soup: BeautifulSoup) -> None:
    """Put each day of the text into a `<time>`, which the style sheet keeps from being broken at its hyphens."""
    for text in soup.find_all(string=_DAY):
        inside = {parent.name for parent in text.parents}
        if isinstance(text, Comment) or inside & _AS_IT_IS:
            continue
        parts: list[PageElement] = []
        for number, part in enumerate(_DAY.split(str(text))):
            if number % 2:
                day = soup.new_tag("time", attrs={"datetime": part})
                day.string = part
                parts.append(day)
            elif part:
                parts.append(NavigableString(part))
        text.replace_with(*parts)

"""What HTML of a notebook may enter a report: an allow-list, and nothing from the network.

The report's content security policy forbids scripts and the network as well; this
keeps what would be dead there from leaving holes, and says what it left out.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

from bs4 import BeautifulSoup, Comment, Tag

IMAGE_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED_WHOLE = _words(
    "script noscript iframe object embed applet link meta base form input button textarea select "
    "template canvas svg math audio video source track frame frameset title head portal"
)
_ALLOWED = _words(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small "
    "span strong style sub summary sup table tbody td tfoot th thead time tr u ul var"
)
_ATTRIBUTES = _words(
    "abbr alt class colspan datetime dir headers height href id lang open reversed role rowspan "
    "scope src start style title type width"
)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# What could fetch, or cover the page: the rest of CSS is only looks.
_UNSAFE_CSS = re.compile(
    r"url\s*\(|image\s*\(|image-set|expression|@|\\|<|position\s*:", re.IGNORECASE
)


def clean(html: str, folder: Path) -> tuple[BeautifulSoup, list[str]]:
    """Return the allowed part of `html` and one warning for each thing left out.

    folder: where the notebook lies; images that it names there are put into the page.
    """
    soup = BeautifulSoup(html, "html.parser")
    warnings: list[str] = []
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(True):
        if tag.decomposed:
            continue
        if tag.name in _DROPPED_WHOLE:
            tag.decompose()
        elif tag.name == "style" and (tag.has_attr("scoped") or _UNSAFE_CSS.search(tag.text)):
            tag.decompose()  # `scoped`: pandas' own, which would style nothing but prompts
        elif tag.name not in _ALLOWED:
            tag.unwrap()
        else:
            _clean_attributes(tag)
            if tag.name == "img":
                warnings += _embed(soup, tag, folder)
    return soup, warnings


def _clean_attributes(tag: Tag) -> None:
    for name in list(tag.attrs):
        value = str(tag.attrs[name])
        allowed = name in _ATTRIBUTES or name.startswith("aria-")
        if name == "style" and _UNSAFE_CSS.search(value):
            allowed = False
        if name == "href" and not _is_safe_link(value):
            allowed = False
        if name == "src" and tag.name != "img":
            allowed = False
        if not allowed:
            del tag.attrs[name]


def _is_safe_link(href: str) -> bool:
    """A link is followed by a reader's own click; only its scheme can do harm."""
    bare = re.sub(r"[\x00-\x20]", "", href)
    return not _SCHEME.match(bare) or bare.lower().startswith(("http:", "https:", "mailto:"))


def _embed(soup: BeautifulSoup, image: Tag, folder: Path) -> list[str]:
    """Turn the image's source into data, or the image into its description."""
    source = str(image.get("src", ""))
    if source.startswith("data:image/"):
        return []
    if _SCHEME.match(source) or source.startswith("//"):
        trouble = "is on the network; save it beside the notebook"
    else:
        path = folder / source
        kind = IMAGE_TYPES.get(path.suffix.lower())
        if kind and path.is_file():
            image["src"] = data_uri(kind, path.read_bytes())
            return []
        trouble = "is no image file that can be read" if kind or not source else "is no image"
    description = soup.new_tag("span", attrs={"class": "gr-missing"})
    description.string = f"[image left out: {image.get('alt') or source[:80]}]"
    image.replace_with(description)
    return [f"the image {source[:80]!r} was left out: it {trouble}"]


def data_uri(kind: str, content: bytes) -> str:
    """Return `content` as a data URI of the media type `kind`."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"

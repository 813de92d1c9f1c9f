"""Refuses names that would not work as a folder or a module; nothing is left behind."""

import keyword
import re
import sys
import unicodedata

slug = {{ cookiecutter.project_slug | tojson }}

if not re.fullmatch(r"[a-z][a-z0-9_]*", slug) or keyword.iskeyword(slug):
    plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")
    suggestion = words + "_experiment" if keyword.iskeyword(words) else words or "my_experiment"
    sys.exit(
        f"project_slug {slug!r} is no folder name that works everywhere: lower-case letters, digits "
        f"and underscores, a letter first, no Python keyword. Try: project_slug={suggestion}"
    )

"""Keeps what the answers ask for, and records what was made, so that `groundrules update` can merge later."""

import hashlib
import json
import re
import shutil
from pathlib import Path

ANSWERS = {
    {%- for key, value in cookiecutter.items() if not key.startswith("_") %}
    {{ key | tojson }}: json.loads(r'{{ value | tojson }}'),
    {%- endfor %}
}
TEMPLATE = {{ cookiecutter._groundrules_template | tojson }}
VERSION = {{ cookiecutter._groundrules_version | tojson }}
LARGEST_TEXT = 65_536  # bytes; of what is larger, the hash tells whether it was changed
RECORD = Path(".groundrules", "template.json")
PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
UNWANTED = {
    ("hosting", "none"): [".github", ".gitlab-ci.yml"],
    ("hosting", "GitHub"): [".gitlab-ci.yml"],
    ("hosting", "GitLab"): [".github"],
    ("licence", "none"): ["LICENSE"],
}


def remove(path):
    """Remove a file, or a folder with all in it."""
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


def unfold(folder, wanted):
    """Move what is in a folder like `task=regression` to the top where that was the answer; take the folder away."""
    for path in sorted(folder.rglob("*")):
        if wanted and path.is_file():
            place = path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    remove(folder)


def unescape(path):
    """Write characters beyond U+FFFF as themselves: JSON escapes them in pairs, which YAML and TOML cannot read."""
    content = path.read_bytes()
    whole = PAIR.sub(lambda pair: json.loads(b'"%s"' % pair[0]).encode(), content)
    if whole != content:
        path.write_bytes(whole)


def record():
    """Return what was made: each file's hash, and its text where that is short."""
    files = {}
    for path in sorted(Path().rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes().replace(b"\r\n", b"\n")
        made = {"sha256": hashlib.sha256(content).hexdigest()}
        if path.stat().st_mode & 0o100:
            made["executable"] = True
        if len(content) <= LARGEST_TEXT:
            try:
                made["text"] = content.decode()
            except UnicodeDecodeError:
                pass
        files[path.as_posix()] = made
    return {"template": TEMPLATE, "version": VERSION, "answers": ANSWERS, "files": files}


for choice, names in UNWANTED.items():
    if ANSWERS.get(choice[0]) == choice[1]:
        for name in names:
            remove(Path(name))
for folder in sorted(Path().glob("*=*")):
    key, _, value = folder.name.partition("=")
    unfold(folder, ANSWERS.get(key) == value)
for left in sorted(Path().rglob("__pycache__")):
    remove(left)  # pip compiles what it installs, templates too
if PAIR.search(json.dumps(ANSWERS).encode()):
    for made in sorted(Path().rglob("*")):
        if made.suffix in (".yaml", ".yml", ".toml", ".py", ".json", ".ipynb"):
            unescape(made)
written = json.dumps(record(), indent=1, ensure_ascii=False) + "\n"
RECORD.parent.mkdir(exist_ok=True)
RECORD.write_text(written, encoding="utf-8", newline="\n")

"""Copies what all templates have in common into each of them: python templates/_common/spread.py

A template must stand alone, for plain cookiecutter reads one folder; so each holds a copy, and a test compares.
"""

import json
from pathlib import Path

COMMON = Path(__file__).resolve().parent
NAMES = COMMON.parents[1] / "src" / "groundrules" / "scaffold" / "names.py"
JUDGE = "hooks/pre_gen_project.py"
TOP = ("README.md", "answers.json", "spread.py")  # of this folder itself
CACHES = {"__pycache__", ".ruff_cache", ".pytest_cache"}  # left by tools, and no path of a project


def answers(template):
    """Return the text of a template's cookiecutter.json with the common questions after its name and its own."""
    common = json.loads((COMMON / "answers.json").read_text(encoding="utf-8"))
    own = json.loads((template / "cookiecutter.json").read_text(encoding="utf-8"))
    prompts = {**own.get("__prompts__", {}), **common["__prompts__"]}
    asked = ["project_name", "project_slug", "owner"]
    asked += [key for key in own if not key.startswith("_") and key not in {*asked, *common}]
    asked += [key for key in common if not key.startswith("_") and key not in asked]
    private = [key for key in {**own, **common} if key.startswith("_") and key != "__prompts__"]
    whole = {key: common.get(key, own.get(key)) for key in [*asked, *private]}
    whole["_groundrules_template"] = template.name
    whole["__prompts__"] = {key: prompts[key] for key in asked}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def judge(template):
    """Return the text of the hook that judges answers: the code of `groundrules new`, and the template's longest path."""
    own = template / "{{cookiecutter.project_slug}}"
    made = [*own.rglob("*"), *(COMMON / own.name).rglob("*"), own / ".groundrules" / "template.json"]
    kept = filter(_is_kept, made)
    longest = max(len(path.as_posix()) - len(path.parents[_depth(path)].as_posix()) - 1 for path in kept)
    common = (COMMON / JUDGE).read_text(encoding="utf-8").replace("LONGEST = 0", f"LONGEST = {longest}")
    return "{% raw -%}\n" + NAMES.read_text(encoding="utf-8") + "{%- endraw %}" + common


def _is_kept(path):
    return not CACHES.intersection(path.parts)


def _depth(path):
    return [parent.name for parent in path.parents].index("{{cookiecutter.project_slug}}")


def copies(template):
    """Return what must stand in a template: path → bytes."""
    files = [path for path in COMMON.rglob("*") if path.is_file() and _is_kept(path)]
    made = {
        template / path.relative_to(COMMON): path.read_bytes()
        for path in files
        if path.relative_to(COMMON).as_posix() not in TOP
    }
    made[template / JUDGE] = judge(template).encode()
    return {**made, template / "cookiecutter.json": answers(template).encode()}


def templates():
    """Return the folders of the templates."""
    return sorted(path.parent for path in COMMON.parent.glob("*/cookiecutter.json"))


if __name__ == "__main__":
    for folder in templates():
        for path, content in copies(folder).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

"""Takes out what the answers did not ask for, and what Python left while rendering."""

import shutil
from pathlib import Path

unwanted = {
    "GitHub": [".gitlab-ci.yml"],
    "GitLab": [".github"],
    "none": [".github", ".gitlab-ci.yml"],
}["{{ cookiecutter.hosting }}"]
if "{{ cookiecutter.licence }}" == "none":
    unwanted.append("LICENSE")
for name in [*unwanted, *map(str, Path().rglob("__pycache__"))]:
    path = Path(name)
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()

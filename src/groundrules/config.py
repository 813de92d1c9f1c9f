"""Configuration: `[tool.groundrules]` in pyproject.toml, or groundrules.toml, nearest upwards."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from groundrules.errors import ConfigError

# key → (type, what it holds)
_KEYS: dict[str, tuple[type, str]] = {
    "select": (list, "codes or prefixes to run, instead of the default set"),
    "extend-select": (list, "codes or prefixes to run besides the default set"),
    "ignore": (list, "codes or prefixes to leave out"),
    "exclude": (list, "gitignore patterns of files to leave out"),
    "per-file-ignores": (dict, "gitignore pattern → codes"),
    "baseline": (str, "file of the findings that are tolerated, beside the configuration"),
    "require-reason": (bool, "whether `groundrules: ignore[…]` must be followed by a reason"),
    "extends": (
        str,
        "a team-wide configuration: a path, or `package:file` of an installed package",
    ),
    "rules": (list, "folders with a team's own rules"),
    "metrics": (list, "folders with a team's metrics, instead of the catalogue that ships with us"),
    "methods": (list, "folders with a team's own methods, questions and gaps for `advise`"),
    "vocabulary": (dict, "a team's own wrappers and what they mean"),
    "dialect": (str, "SQL dialect, by sqlglot's name"),
    "unit": (str, "column that holds the randomisation unit"),
    "variant": (str, "column that holds the arm"),
    "partitions": (dict, "table → its partition column, or a list of them"),
    "keys": (dict, "table → the columns that together identify one row: its grain"),
    "not-null": (dict, "table → columns that are never null"),
    "exposure": (dict, "`table`, `time` and `event-time` columns of the experiment's exposures"),
    "post-exposure": (list, "columns that are measured after exposure"),
    "contracts": (dict, "table (a path, a pattern of paths, an address) → its contract, FILE:NAME"),
    "spark": (dict, "Spark's own properties, without their `spark.`: where and how it runs"),
}
_FOLDERS = ("rules", "metrics", "methods")
BASELINE = "groundrules-baseline.json"
"""Where a baseline is, beside the configuration, unless that names another place."""
_SHAPES = {"list": "a list", "dict": "a table", "str": "a string", "bool": "true or false"}
SEMANTIC_KEYS = (
    "dialect", "unit", "variant", "partitions", "keys", "not-null", "exposure", "post-exposure",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Config:
    """What a run goes by. `root` is where the file stands; paths in it start there."""

    root: Path
    file: Path | None = None
    files: tuple[Path, ...] = ()
    """The file and those that it extends."""
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[Path, ...] = ()
    metrics: tuple[Path, ...] = ()
    methods: tuple[Path, ...] = ()
    vocabulary: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    require_reason: bool = False
    contracts: Mapping[str, Any] = field(default_factory=dict)
    spark: Mapping[str, Any] = field(default_factory=dict)
    baseline: Path | None = None
    """The file of the findings that are tolerated: what the key names, or the usual one where it is there."""

    @property
    def dialect(self) -> str | None:
        """The SQL dialect, or None to try several."""
        return self.settings.get("dialect")


def find(start: Path) -> Path | None:
    """Return the nearest configuration file at or above `start`."""
    folder = start.resolve()
    folder = folder if folder.is_dir() else folder.parent
    for place in (folder, *folder.parents):
        own = place / "groundrules.toml"
        if own.is_file():
            return own
        project = place / "pyproject.toml"
        if project.is_file() and "groundrules" in _read(project).get("tool", {}):
            return project
    return None


def load(start: Path, file: Path | None = None) -> Config:
    """Load the configuration that holds for `start`; without one, the defaults."""
    file = file or find(start)
    if file is None:
        folder = start.resolve()
        return Config(root=folder if folder.is_dir() else folder.parent)
    where = str(file)
    table, files = _table(file, ())
    root = file.resolve().parent
    folders = {key: tuple(Path(folder) for folder in table[key]) for key in _FOLDERS}
    for key, named in folders.items():
        for folder in named:
            if not folder.is_dir():
                raise ConfigError(f"{where}: `{key}` names {folder}, which is not a folder")
    return Config(
        root=root,
        file=file,
        files=files,
        select=tuple(table.get("select", ())),
        extend_select=tuple(table.get("extend-select", ())),
        ignore=tuple(table.get("ignore", ())),
        exclude=tuple(table.get("exclude", ())),
        per_file_ignores={k: tuple(v) for k, v in table.get("per-file-ignores", {}).items()},
        **folders,
        vocabulary=table.get("vocabulary", {}),
        settings={key: table[key] for key in SEMANTIC_KEYS if key in table},
        require_reason=table.get("require-reason", False),
        contracts=table.get("contracts", {}),
        spark=table.get("spark", {}),
        baseline=_baseline(root, table),
    )


def _baseline(root: Path, table: Mapping[str, Any]) -> Path | None:
    usual = root / BASELINE
    if "baseline" in table:
        return root / str(table["baseline"])
    return usual if usual.is_file() else None


def _table(file: Path, seen: tuple[Path, ...]) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """Read one file and what it extends: its own keys win, tables are merged, folders add up."""
    if file.resolve() in seen:
        chain = " → ".join(str(path) for path in (*seen, file.resolve()))
        raise ConfigError(f"{file}: `extends` runs in a circle: {chain}")
    table = _read(file)
    if file.name == "pyproject.toml":
        table = table.get("tool", {}).get("groundrules", {})
    where = f"{file}: [tool.groundrules]" if file.name == "pyproject.toml" else str(file)
    _check_form(table, where)
    for key in _FOLDERS:
        table[key] = [str(file.resolve().parent / folder) for folder in table.get(key, ())]
    files = (*seen, file.resolve())
    if "extends" not in table:
        return table, files
    base, files = _table(_extended(file, table["extends"], where), files)
    base.pop("baseline", None)  # what a team tolerates in one repository holds for no other
    added = {key: [*base[key], *table[key]] for key in _FOLDERS}
    return {**_merged(base, table), **added}, files


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _extended(file: Path, name: str, where: str) -> Path:
    """Return the file that `extends` names."""
    package, _, inside = name.partition(":")
    if inside and package.replace(".", "").isidentifier():
        try:
            spec = find_spec(package)
        except ModuleNotFoundError:  # the parent of a dotted name
            spec = None
        places = (spec.submodule_search_locations or ()) if spec else ()
        found = [Path(place) / inside for place in places]
        if not found:
            raise ConfigError(f"{where}: `extends` names the package {package}: install it first")
    else:
        found = [file.resolve().parent / name]
    if not found[0].is_file():
        raise ConfigError(f"{where}: `extends` names {found[0]}, which is not a file")
    return found[0]


def _check_form(table: Mapping[str, Any], where: str) -> None:
    for key, value in table.items():
        if key not in _KEYS:
            raise ConfigError(f"{where}: unknown key `{key}`{nearest(key, _KEYS)}")
        kind = _KEYS[key][0]
        if not isinstance(value, kind):
            shape = _SHAPES[kind.__name__]
            raise ConfigError(f"{where}: `{key}` must be {shape}: {_KEYS[key][1]}")
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{where}: `{key}` must hold strings: {_KEYS[key][1]}")
    dialect = table.get("dialect")
    if dialect is not None:
        _check_dialect(dialect, where)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean X?`, or nothing where nothing is near."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean `{found[0]}`?" if found else f"; known are {', '.join(sorted(known))}"


def _check_dialect(name: str, where: str) -> None:
    from sqlglot.dialects import DIALECTS

    known = {dialect.lower() for dialect in DIALECTS if dialect != "Dialect"}
    if name.lower() not in known:
        raise ConfigError(f"{where}: unknown dialect `{name}`{nearest(name, known)}")


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not TOML: {error}") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error

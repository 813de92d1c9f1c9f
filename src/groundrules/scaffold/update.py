"""A project brought up to a newer template, or to other answers, without losing an edit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from groundrules.errors import UsageError
from groundrules.scaffold import (
    applying,
    asking,
    guessing,
    names,
    planning,
    plumbing,
    rendering,
    sources,
    templates,
    tree,
)
from groundrules.scaffold import record as records
from groundrules.scaffold.planning import Change
from groundrules.scaffold.text_merge import MARKER


@dataclass(frozen=True)
class Request:
    """What is asked of an update; `template` and `base` are FOLDER_OR_GIT[@REV]."""

    project: Path
    answers: Mapping[str, str] = field(default_factory=dict)
    template: str | None = None
    base: str | None = None
    force: bool = False


@dataclass(frozen=True)
class Update:
    """What an update does, before it is done.

    stale: whether the template makes something else today than what the project was made or last updated from; told:
    what its owner should know about the answers.
    """

    request: Request
    changes: list[Change]
    stale: bool
    told: list[str]
    record: bytes
    patch: str

    @property
    def conflicts(self) -> list[Change]:
        """The changes that somebody must look at."""
        return [change for change in self.changes if change.state == "conflict"]

    @property
    def needed(self) -> bool:
        """Whether anything is to be written, the record among it."""
        path = self.request.project / records.PLACE
        return any(change.writes for change in self.changes) or not (
            path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") == self.record
        )


@dataclass(frozen=True)
class _Base:
    name: str
    files: Mapping[str, tree.Entry]
    answers: Mapping[str, str]
    told: list[str]


def prepare(request: Request) -> Update:
    """Return what an update would do; nothing is written.

    Raises UsageError for a project without a record where no base is named, and for answers that cannot be.
    """
    rendering.need("update")
    plumbing.need_version()
    if not request.project.is_dir():
        raise UsageError(f"{request.project}: no such folder")
    record = records.load(request.project)
    if record is None and request.base is None:
        raise UsageError(
            f"{request.project} does not say what it was made from (no {records.PLACE}). Name the template: "
            "--base REPOSITORY@REVISION, and answers that cannot be read off the project as KEY=VALUE"
        )
    with ExitStack() as stack:
        base = _base(request, record, stack)
        template = stack.enter_context(_template(request, base.name))
        kept, told = _answers(template, {**base.answers, **request.answers}, base.answers)
        for key in request.answers:
            if key not in template.questions and key not in base.answers:
                template.refuse({key: request.answers[key]})
        theirs, new = _rendered(template, kept, stack)
        return _planned(request, base, theirs, new, [*base.told, *told])


def _planned(
    request: Request, base: _Base, theirs: Mapping[str, tree.Entry], record: bytes, told: list[str]
) -> Update:
    project = tree.Project(request.project, force=request.force)
    with plumbing.store() as store:
        changes = planning.Planner(base.files, project, theirs, store).plan()
        _refuse_markers(project, changes)
        patch = _patch(project, changes, store)
    stale = _state(base.files) != _state(theirs)
    return Update(request, changes, stale, told, record, patch)


def carry_out(update: Update) -> None:
    """Write what was prepared; raises UsageError where git could not undo it."""
    request = update.request
    why = None if request.force else tree.refuse_uncommitted(tree.Project(request.project))
    if why:
        raise UsageError(why)
    applying.apply(request.project, update.changes, update.record)


def _state(files: Mapping[str, tree.Entry]) -> dict[str, tuple[str, bool, bool]]:
    return {path: (one.sha, one.executable, one.link) for path, one in files.items()}


def _base(request: Request, record: records.Record | None, stack: ExitStack) -> _Base:
    """Return what the template made, from the record or from an older revision of the template."""
    if request.base is None:
        assert record is not None
        return _Base(
            record.template, tree.recorded(record), records.answers_as_text(record.answers), []
        )
    name = record.template if record else _name(request.template)
    old = stack.enter_context(sources.opened(request.base, name))
    known = records.answers_as_text(record.answers) if record else {}
    given = {
        key: value
        for key, value in {**known, **(request.answers if not record else {})}.items()
        if key in old.questions
    }
    whole = guessing.answers(old, request.project, given)
    told = [
        f"{key} = {value}, read off the project" for key, value in whole.items() if key not in given
    ]
    files, _ = _rendered(old, whole, stack)
    return _Base(old.name, files, whole, told)


def _name(template: str | None) -> str | None:
    return template if template in templates.list_templates() else None


@contextmanager
def _template(request: Request, name: str) -> Iterator[templates.Template]:
    if request.template is not None and _name(request.template) is None:
        with sources.opened(request.template, name) as template:
            yield template
        return
    wanted = request.template or name
    if wanted not in templates.list_templates():
        raise UsageError(
            f"the template `{wanted}` does not ship with this groundrules: name it by --template FOLDER_OR_GIT[@REV]"
        )
    yield templates.read(templates.shipped(wanted))


def _answers(
    template: templates.Template, wanted: Mapping[str, str], before: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return the answers that this template is given, and what became of the others."""
    given, told = {}, []
    for key, value in wanted.items():
        choices = template.asked.get(key)
        if key not in template.questions:
            told.append(f"{key} is no longer asked; {value!r} is dropped")
        elif isinstance(choices, list) and value not in choices and before.get(key) == value:
            told.append(f"{key} can no longer be {value!r}; it is {choices[0]!r} now")
        else:
            given[key] = value
    template.refuse({key: value for key, value in given.items() if before.get(key) != value})
    whole = asking.defaults(template, given)
    told += [
        f"{key} is asked now; taken is {whole[key]!r}, its default"
        for key in whole
        if key not in wanted
    ]
    complaint = names.first_complaint(whole)
    if complaint:
        raise UsageError(
            f"{complaint}; say so to `groundrules update`, the folder may keep its name"
        )
    return whole, told


def _rendered(
    template: templates.Template, answers: Mapping[str, str], stack: ExitStack
) -> tuple[dict[str, tree.Entry], bytes]:
    """Return what a template makes of answers, and the record of it."""
    aside = stack.enter_context(tempfile.TemporaryDirectory(prefix="groundrules-"))
    made = rendering.render(template.folder, answers, Path(aside))
    files = tree.walked(made)
    own = made / records.PLACE
    if own.is_file():
        return files, own.read_bytes()
    record = records.Record(template.name, template.version, dict(answers), tree.made(files))
    return files, records.written(record)


def _refuse_markers(project: tree.Project, changes: list[Change]) -> None:
    for change in changes:
        own = project.entry(change.old) if change.old and change.writes else None
        if (
            own
            and own.content
            and any(line.startswith(MARKER) for line in own.content.split(b"\n"))
        ):
            raise UsageError(
                f"{change.old} still holds the conflict of an earlier update ({MARKER.decode()}): settle it first"
            )


def _patch(project: tree.Project, changes: list[Change], store: plumbing.Store) -> str:
    before: dict[str, tuple[str, bytes]] = {}
    after: dict[str, tuple[str, bytes]] = {}
    for change in changes:
        if not change.writes:
            continue
        own = project.entry(change.old) if change.old else None
        if change.old and own and own.content is not None:
            before[change.old] = _mode(own.executable, own.link), own.content
        if change.content is not None:
            after[change.path] = _mode(change.executable, change.link), change.content
    return store.patch(store.tree(before), store.tree(after))


def _mode(executable: bool, link: bool) -> str:
    return "120000" if link else "100755" if executable else "100644"

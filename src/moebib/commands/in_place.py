"""A README that is kept as it is: what a person changed in it goes into the entries, and what changed there into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from moebib.commands.import_ import take_in
from moebib.errors import InputError, InvalidRecord
from moebib.formats import ParsedFile
from moebib.formats.paper_list import writer
from moebib.formats.paper_list.document import Block, ListDocument
from moebib.formats.paper_list.edit.edit import ListChange, edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.formats.paper_list.markers import fill, has_markers, marked_span
from moebib.formats.paper_list.model_rows import EditedModels, edit_models
from moebib.formats.paper_list.reader import read_document
from moebib.formats.paper_list.restyle import restyle
from moebib.formats.paper_list.styles import STYLES, EntryStyle
from moebib.formats.paper_list.works import ListedWorks
from moebib.library.config import Config, Readme, Section
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.store import file_of
from moebib.store.earlier import Commit, TracedWork, read_built, read_changes, read_commit
from moebib.text.shorten import quote
from moebib.three_way.follow import Bases, ListState, StateWork, choose_bases, differences_in, find_keys, listed_state
from moebib.three_way.followed import (
    CHOICE,
    Notice,
    Side,
    base_library,
    find_edited,
    follow_parts,
    follow_sections,
    write_again,
)
from moebib.three_way.headings import find_other_heading, with_heading, with_heading_in_readme

__all__ = ["EditedReadme", "Side", "edit_readme", "read_list"]


class EditedReadme(NamedTuple):
    """A README and the entries of its list, after each has followed the changes of the other."""

    text: str
    library: Library
    """With the entries as they are to be."""
    state: ListState = ListState()
    """What the next build compares with."""
    works: tuple[Record, ...] = ()
    models: tuple[Model, ...] = ()
    """The entries that change."""
    changes: tuple[Notice, ...] = ()
    problems: tuple[Notice, ...] = ()
    """What a person must decide first: then nothing is to be written."""


def edit_readme(
    root: Path, library: Library, text: str, side: Side = "both", *, style: str | None = None, template: str = ""
) -> EditedReadme:
    """The README *text* of the list in *root*, and its entries, where one of them changed since they agreed.

    With *style*, all works are written in that style, of which *template* is the text if it is one.

    Raises:
        InputError: If the markers in the README are not in pairs, or the works could not be read back in that style.
    """
    states = _states(root, read_list(text, library.config), library)
    read = _with_one_heading_each(text, library, states.near, side)
    document, keys = read.document, read.keys
    if side == "readme":  # a work that was removed from the entries is taken in again
        keys = tuple(key if key in library else None for key in keys)
    new = _take_in(document, read.library, keys, states.near)
    keys, library = new.keys, new.library
    older = partial(_older, root, library.config, document, keys)
    bases = choose_bases(document, library, keys, built=states.built, committed=states.committed, older=older)

    changes, problems = [*read.notices, *new.notices], list[Notice]()
    moved = follow_sections(document, library, keys, bases.works)
    unlisted, outdated = moved.unlisted, frozenset[str]()
    if side == "entries":
        was_moved = (work.id for work in moved.library if work.tags != library[work.id].tags)
        unlisted, outdated = outdated, unlisted.union(was_moved)
    else:
        library = moved.library
        changes += moved.changes
        problems += (*moved.problems, *find_edited(document, keys, states.removed(keys, library)))
    parts = follow_parts(document, library, keys, bases, side, partial(_stated, config=library.config))
    library, outdated = parts.library, outdated | parts.outdated
    changes += parts.changes
    problems += parts.problems

    listed = Library((work for work in library if work.id not in unlisted), (), library.config)
    edited = edit_list(document, listed, keys, base_library(listed, bases.works))
    changes += (Notice(change.line, _words(change)) for change in edited.changes)
    problems += (Notice(0, f"{problem.key}: {problem.message}", problem.hint) for problem in edited.problems)
    if outdated:
        document = read_list(edited.text, library.config)
        edited = write_again(document, listed, match_blocks(document, listed), outdated)
        changes += (Notice(change.line, _words(change)) for change in edited.changes)
        problems += (Notice(0, f"{problem.key}: {problem.message}", problem.hint) for problem in edited.problems)
    models = _edit_models(edited.text, library, states.near, side)
    changes += (Notice(*notice) for notice in models.changes)
    problems += (Notice(*notice, CHOICE) for notice in models.problems)
    if problems:
        return EditedReadme(text, library, problems=tuple(problems))
    library = Library(library.records, models.models, library.config)
    listed = Library(listed.records, models.models, library.config)
    result = models.text if style is None else _restyled(models.text, listed, writer.style_named(style, template))
    result = _with_other_parts(result, listed, changes)
    state = listed_state(document if result == document.text else read_list(result, library.config), listed)
    before = {entry.id: entry for entry in new.before.records}
    models_before = {model.id: model for model in new.before.models}
    return EditedReadme(
        result,
        library,
        state,
        tuple(work for work in library if work != before.get(work.id)),
        tuple(model for model in library.models if model != models_before.get(model.id)),
        tuple(changes),
    )


def _edit_models(text: str, library: Library, near: Sequence[ListState], side: Side) -> EditedModels:
    generated = marked_span(text, "models") if has_markers(text) else None
    base = near[0].models if near else {}
    if side == "readme":
        base = {model.id: model for model in library.models}
    return edit_models(text, library, None if side == "entries" else base, skipped=[generated] if generated else [])


def _restyled(text: str, library: Library, style: EntryStyle) -> str:
    document = read_list(text, library.config)
    keys = match_blocks(document, library)
    restyled = restyle(document, library, keys, style)
    lost = {*keys} - {*match_blocks(read_list(restyled, library.config), library)}
    if lost:
        names = ", ".join(sorted(filter(None, lost))[:3])
        raise InputError(f"in this style, {len(lost)} works could not be read back, such as {names}")
    return restyled


def _words(change: ListChange) -> str:
    if change.kind == "added":
        left_out = f", without {', '.join(change.left_out)}" if change.left_out else ""
        return f"added {change.key!r}{left_out}"
    if change.kind == "removed":
        return f"removed {change.key!r}"
    return f"{change.key}: {change.message}" if change.key else change.message


def read_list(text: str, config: Config) -> ListDocument:
    """The list in a README: what is between its markers for sections, if it has any.

    Raises:
        InputError: If the markers are not in pairs.
    """
    document = read_document(text, config)
    span = marked_span(text, "sections") if has_markers(text) else None
    if span is None:
        return document
    blocks = (block for block in document.blocks if span[0] <= block.start < span[1])
    return document._replace(blocks=tuple(blocks))


def _with_other_parts(text: str, library: Library, changes: list[Notice]) -> str:
    """The README with the contents and the models between their markers, if it has these."""
    if not has_markers(text):
        return text
    parts = writer.parts(library, STYLES["seed"])
    for name in ("contents", "models"):
        if fill(text, {name: parts[name]}) != text:
            text = fill(text, {name: parts[name]})
            span = marked_span(text, name)
            assert span
            changes.append(Notice(text.count("\n", 0, span[0]), f"the {name} between the markers"))
    return text


# --- earlier states


class _States(NamedTuple):
    """The states of a list that are compared with it."""

    built: ListState | None
    committed: ListState | None = None

    @property
    def near(self) -> list[ListState]:
        return [state for state in self if state]

    def removed(self, keys: Iterable[str | None], library: Library) -> dict[str, StateWork]:
        """The works with these *keys* that are in an earlier state, but not in the library any more."""
        gone = {key for key in keys if key is not None and key not in library}
        return {key: state.works[key] for state in reversed(self.near) for key in gone if key in state.works}


def _states(root: Path, document: ListDocument, library: Library) -> _States:
    """The last build and, if that does not explain everything, the last commit."""
    built = read_built(root)
    if built:
        keys = find_keys(document, library, [built])
        differences = differences_in(document, library, keys, base_library(library, built.works))
        if None not in keys and all(map(Bases(built.works).is_settled, differences)):
            return _States(built)
    readme = (library.config.readme or Readme()).path
    return _States(built, _state_of(read_commit(root, readme)))


def _state_of(commit: Commit | None) -> ListState | None:
    if commit is None:
        return None
    with suppress(InvalidRecord):  # two of its entries contradict each other
        library = Library(commit.entries.works, commit.entries.models, commit.entries.config)
        return listed_state(read_list(commit.readme, library.config), library)
    return None


def _older(
    root: Path, config: Config, document: ListDocument, keys: Sequence[str | None], undecided: Collection[str]
) -> dict[str, StateWork] | None:
    """See ``three_way.follow.Older``."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for block, key in zip(document.blocks, keys, strict=True):
        if key is not None and key in undecided:
            lines[key].append(document.text[block.start : block.end].strip())
    works = {key: TracedWork(file_of(config, Record, key), tuple(texts)) for key, texts in lines.items()}
    commits = read_changes(root, (config.readme or Readme()).path, works)
    if commits is None:
        return None
    states = {id(commit): _state_of(commit) for commit in commits.values()}
    found = ((key, state.works.get(key)) for key, commit in commits.items() if (state := states[id(commit)]))
    return {key: work for key, work in found if work}


# --- sections and works that a person added to the README or changed in it


class _Read(NamedTuple):
    """A README as it is read if each section has one heading, in it and in ``moebib.toml``."""

    document: ListDocument
    library: Library
    keys: tuple[str | None, ...]
    notices: tuple[Notice, ...] = ()


def _with_one_heading_each(text: str, library: Library, near: Sequence[ListState], side: Side) -> _Read:
    """Change the headings of moebib.toml that a person changed in the README, and the other way round."""
    notices: list[Notice] = []
    done: set[str] = set()
    while True:
        document = read_list(text, library.config)
        keys = find_keys(document, library, near)
        other = find_other_heading(document, library, keys)
        if other is None or other.tag in done:
            return _Read(document, library, keys, tuple(notices))
        done.add(other.tag)
        line = document.text.count("\n", 0, other.heading.start) + 1
        before = next((state.headings[other.tag] for state in near if other.tag in state.headings), None)
        is_from_readme = side == "readme" or (side == "both" and before == other.configured)
        changed = None if is_from_readme else with_heading_in_readme(text, other.heading, other.configured)
        names = quote(other.configured), quote(other.heading.text)
        if changed is None:
            config = with_heading(library.config, other.tag, other.heading.text)
            library = Library(library.records, library.models, config)
            notices.append(Notice(line, f"heading of {other.tag!r} in moebib.toml: {names[0]} to {names[1]}"))
        else:
            text = changed
            notices.append(Notice(line, f"heading: {names[1]} to {names[0]}"))


class _TakenIn(NamedTuple):
    """A list with the works that only its README had."""

    before: Library
    library: Library
    keys: tuple[str | None, ...]
    notices: tuple[Notice, ...] = ()


def _take_in(
    document: ListDocument, before: Library, keys: tuple[str | None, ...], near: Sequence[ListState]
) -> _TakenIn:
    sections = _new_sections(document, before.config)
    config = before.config.model_copy(update={"sections": (*before.config.sections, *sections)})
    library = Library(before.records, before.models, config)
    new = [number for number, key in enumerate(keys) if key is None]
    if not new:
        return _TakenIn(before, library, keys)
    listed = ListedWorks(config)
    for number in new:
        block = document.blocks[number]
        listed.add(block.item, (block.tag,) if block.tag else ())
    for work in take_in(library, ParsedFile(listed.records()), source="").works:
        library = library.replacing(work)
    keys = find_keys(document, library, near)
    lines = {key: document.blocks[number].item.line for number in reversed(new) if (key := keys[number])}
    notices = [Notice(line, f"added the entry {key!r}") for key, line in lines.items()]
    return _TakenIn(before, library, keys, tuple(reversed(notices)))


def _new_sections(document: ListDocument, config: Config) -> tuple[Section, ...]:
    """The sections that have works in the README, or below them, and are not in ``moebib.toml``."""
    used = {f"{block.tag}/" for block in document.blocks}
    headings: dict[str, str] = {}
    for heading in document.headings:
        if heading.tag and heading.tag not in config.tags and any(tag.startswith(f"{heading.tag}/") for tag in used):
            headings.setdefault(heading.tag, heading.text)
    return tuple(Section(tag=tag, heading=text) for tag, text in headings.items())


def _stated(block: Block, config: Config) -> Record:
    """What a block states of its work."""
    listed = ListedWorks(config)
    listed.add(block.item, (block.tag,) if block.tag else ())
    return listed.records()[0]

"""A README that is kept as it is: what a person changed in it goes into the entries, and what changed there into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from moebib.commands.kept_additions import stated_by, take_in_lines, with_one_heading_each
from moebib.commands.kept_files import read_list, readme_path
from moebib.commands.kept_notices import ListNotices, PlacedNotice
from moebib.commands.kept_states import EarlierStates, earlier_states, older_works
from moebib.errors import InputError
from moebib.formats.paper_list import writer
from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.edit.edit import edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.formats.paper_list.joined import join_files, split_files
from moebib.formats.paper_list.markers import fill, has_markers, marked_span
from moebib.formats.paper_list.model_rows import EditedModels, edit_models
from moebib.formats.paper_list.restyle import restyle
from moebib.formats.paper_list.styles import STYLES, EntryStyle
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.three_way.bases import Bases, choose_bases
from moebib.three_way.follow import (
    CHOICE,
    Notice,
    Side,
    base_library,
    find_edited,
    follow_parts,
    follow_sections,
    write_again,
)
from moebib.three_way.states import ListState, listed_state

__all__ = ["EditedReadme", "Side", "edit_readme"]


class EditedReadme(NamedTuple):
    """A README and the entries of its list, after each has followed the changes of the other."""

    texts: Mapping[str, str]
    """Path -> text, of the README and the other files of its list."""
    library: Library
    """With the entries as they are to be."""
    state: ListState = ListState()
    """What the next build compares with."""
    works: tuple[Record, ...] = ()
    models: tuple[Model, ...] = ()
    """The entries that change."""
    changes: tuple[PlacedNotice, ...] = ()
    problems: tuple[PlacedNotice, ...] = ()
    """What a person must decide first: then nothing is to be written."""


def edit_readme(
    root: Path,
    library: Library,
    texts: Mapping[str, str],
    side: Side = "both",
    *,
    style: str | None = None,
    template: str = "",
) -> EditedReadme:
    """A list and its entries in *root*, where one of them changed since they agreed.

    *texts* are those of its files (:func:`list_files`). With *style*, all works are written in that style, of which
    *template* is the text if it is one.

    Raises:
        InputError: If the markers in the README are not in pairs, or the works could not be read back in that style.
    """
    text, notices = join_files(texts), ListNotices(readme_path(library.config))
    states = earlier_states(root, list(texts), read_list(text, library.config), library)
    read = with_one_heading_each(text, library, states.near, side, notices)
    document, keys, library = read.document, read.keys, read.library
    if side == "readme":  # a work that was removed from the entries is taken in again
        keys = tuple(key if key in library else None for key in keys)
    new = take_in_lines(document, library, keys, states.near, notices)
    keys, library = new.keys, new.library
    older = partial(older_works, root, list(texts), library.config, document, keys)
    bases = choose_bases(document, library, keys, built=states.built, committed=states.committed, older=older)

    library, unlisted, outdated = _follow(document, library, keys, bases, states, side, notices)
    listed = Library((work for work in library if work.id not in unlisted), (), library.config)
    text = _edit_works(document, listed, keys, bases, outdated, notices)
    models = _edit_models(text, library, states.near, side, notices)
    if notices.problems:
        return EditedReadme(texts, library, problems=tuple(notices.problems))

    library = Library(library.records, models.models, library.config)
    listed = Library(listed.records, models.models, library.config)
    result = models.text if style is None else _restyled(models.text, listed, writer.style_named(style, template))
    result = _with_other_parts(result, listed, notices)
    state = listed_state(document if result == document.text else read_list(result, library.config), listed)
    before = {work.id: work for work in new.before}
    models_before = {model.id: model for model in new.before.models}
    return EditedReadme(
        texts=split_files(result, readme_path(library.config)),
        library=library,
        state=state,
        works=tuple(work for work in library if work != before.get(work.id)),
        models=tuple(model for model in library.models if model != models_before.get(model.id)),
        changes=tuple(notices.changes),
    )


class _UpdatedEntries(NamedTuple):
    """The entries after they have followed the changes of the list."""

    library: Library
    unlisted: frozenset[str]
    """The works that are not to be in the list."""
    outdated: frozenset[str]
    """The works whose lines are to be written again."""


def _follow(
    document: ListDocument,
    library: Library,
    keys: Sequence[str | None],
    bases: Bases,
    states: EarlierStates,
    side: Side,
    notices: ListNotices,
) -> _UpdatedEntries:
    """Let the entries follow what changed in the list: first the sections of works, and then the parts of lines."""
    moved = follow_sections(document, library, keys, bases.works)
    unlisted, outdated = moved.unlisted, frozenset[str]()
    if side == "entries":
        was_moved = (work.id for work in moved.library if work.tags != library[work.id].tags)
        unlisted, outdated = outdated, unlisted.union(was_moved)
    else:
        library = moved.library
        notices.add(document.text, moved.changes, moved.problems)
        notices.add(document.text, problems=find_edited(document, keys, states.removed(keys, library)))
    parts = follow_parts(document, library, keys, bases, side, partial(stated_by, config=library.config))
    notices.add(document.text, parts.changes, parts.problems)
    return _UpdatedEntries(parts.library, unlisted, outdated | parts.outdated)


def _edit_works(
    document: ListDocument,
    listed: Library,
    keys: Sequence[str | None],
    bases: Bases,
    outdated: frozenset[str],
    notices: ListNotices,
) -> str:
    """The list after it has followed what changed in the entries."""
    edited = edit_list(document, listed, keys, base_library(listed, bases))
    notices.add_edit(edited)
    if outdated:
        document = read_list(edited.text, listed.config)
        edited = write_again(document, listed, match_blocks(document, listed), outdated)
        notices.add_edit(edited)
    return edited.text


def _edit_models(
    text: str, library: Library, near: Sequence[ListState], side: Side, notices: ListNotices
) -> EditedModels:
    """The tables of models and the models, after each has followed the other."""
    path = readme_path(library.config)
    readme = split_files(text, path)[path]
    generated = marked_span(readme, "models") if has_markers(readme) else None
    base = near[0].models if near else {}
    if side == "readme":
        base = {model.id: model for model in library.models}
    models = edit_models(text, library, None if side == "entries" else base, skipped=[generated] if generated else [])
    notices.add(
        models.text,
        (Notice(*notice) for notice in models.changes),
        (Notice(*notice, CHOICE) for notice in models.problems),
    )
    return models


def _restyled(text: str, library: Library, style: EntryStyle) -> str:
    document = read_list(text, library.config)
    keys = match_blocks(document, library)
    restyled = restyle(document, library, keys, style)
    lost = {*keys} - {*match_blocks(read_list(restyled, library.config), library)}
    if lost:
        names = ", ".join(sorted(filter(None, lost))[:3])
        raise InputError(f"in this style, works could not be read back ({len(lost)}): {names}")
    return restyled


def _with_other_parts(text: str, library: Library, notices: ListNotices) -> str:
    """The list with the contents and the models between the markers of its README, if that has these."""
    path = readme_path(library.config)
    readme = split_files(text, path)[path]
    if not has_markers(readme):
        return text
    parts, others = writer.parts(library, STYLES["seed"]), text[len(readme) :]
    for part in ("contents", "models"):
        filled = fill(readme, {part: parts[part]})
        span = marked_span(filled, part)
        if filled != readme and span:
            line = filled.count("\n", 0, span[0])
            notices.add(filled, [Notice(line, f"the {part} between the markers")])
        readme = filled
    return readme + others

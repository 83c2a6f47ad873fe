"""Writes what changed in a library back to the list or file that it came from, or the whole library somewhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

from moebib import formats
from moebib._arguments import checked
from moebib.errors import Finding, InputError, InvalidRecord
from moebib.formats import Format
from moebib.library.clashes import find_contradictions
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.library.renaming import find_renamed
from moebib.records.model import EntryKind, Model
from moebib.records.record import Record
from moebib.store.changes import ChangeSet, FileChange
from moebib.store.files import is_same_file, printable, read_bytes, read_text_strictly
from moebib.store.library_files import SavedFile, SavedList, apply_changes, content_of, given_path, losses_in, write
from moebib.store.list_texts import plan_config, plan_entries
from moebib.store.listing import stamp
from moebib.store.locking import lock
from moebib.store.paths import file_of
from moebib.store.reading import read_config
from moebib.store.roots import CONFIG
from moebib.text.encoding import decode_bytes, encode_text

__all__ = ["save"]


@checked("moebib.save(library, path) writes a library; moebib.write(records, path) writes records to a file")
def save(library: Library, path: Path | str | None = None) -> tuple[Finding, ...]:
    """Write what changed in *library* back to the list or file that it was loaded from, and return what is not kept.

    Entries that did not change keep their characters, and so do comments and everything else in the files. With a
    *path*, the library is written to a new list (a directory) or a new file instead, and belongs there from then on. A
    new .bib file keeps the characters of the one that the library was loaded from.

    >>> from tempfile import mkdtemp
    >>> from moebib.store.library_files import load
    >>> file = Path(mkdtemp()) / "refs.bib"
    >>> _ = file.write_text("@book{knuth1984, title = {The {TeX}book}} % mine")
    >>> library = load(file)
    >>> save(library.replace(library["knuth1984"].evolve(issued="1984")))
    ()
    >>> file.read_text()
    '@book{knuth1984, title = {The {TeX}book}, year = {1984}} % mine'

    Raises:
        InputError: If the files changed since the library was loaded or saved, it came from no file and there is no
            *path*, or the file cannot be changed in place; then nothing is written.
        InvalidRecord: If the works contradict each other, or have tags that the list does not have.
    """
    saved = library.saved
    target = None if path is None else given_path(path)
    if target and not _is_place_of(saved, target):
        return _save_as(library, target)
    if isinstance(saved, SavedList):
        _save_list(library, saved)
        return ()
    if isinstance(saved, SavedFile):
        return _save_file(library, saved)
    hint = 'pass a path: library.save("refs.bib") or library.save("list/")'
    raise InputError(f"this library belongs to no file: it was made, selected or bundled\nhint: {hint}")


def _is_place_of(saved: object, path: Path) -> bool:
    """Whether *path* is where the library came from; a file that was deleted since is a new one."""
    if isinstance(saved, SavedList):
        return is_same_file(saved.root, path)
    return isinstance(saved, SavedFile) and path.exists() and is_same_file(saved.path, path)


def _save_as(library: Library, path: Path) -> tuple[Finding, ...]:
    """Write a library to a list or file that does not exist yet."""
    name = printable(path)
    message = "exists already, and the library was not loaded from it"
    if path.is_dir() or not path.suffix:
        if (path / CONFIG).exists():
            raise InputError(f"a list {message}\nhint: save to a new directory", where=name)
        _create_list(library, path)
        return ()
    if path.exists():
        hint = "moebib.write replaces a file; moebib.load reads it, to be changed in place"
        raise InputError(f"{message}\nhint: {hint}", where=name)
    saved, target = library.saved, formats.for_output(path.name)
    if isinstance(saved, SavedFile) and ".bib" in formats.get(saved.format).suffixes and ".bib" in target.suffixes:
        return _save_file(library, saved, path)
    losses = write(library, path)
    library.saved = SavedFile(path.absolute(), name, target.name, read_bytes(path))
    return losses


def _create_list(library: Library, root: Path) -> None:
    """Begin a list with the entries of *library*; of a library that came from a list, with the text of its files."""
    _check_valid(library, library.config)
    saved = library.saved
    if isinstance(saved, SavedList):
        if stamp(saved.root, library.config) != saved.stamp:
            raise _changed(printable(saved.root))
        kept = [file_of(library.config, kind, key) for kind, key in _keys(saved.works, saved.models)]
        apply_changes(_plan(root, {path: read_text_strictly(saved.root / path) for path in (CONFIG, *kept)}), root)
        _save_list(library, SavedList(root, saved.works, saved.models, stamp(root, library.config)))
        return
    texts = plan_entries(root, library.records, library.models, sections=library.config.sections, is_new=True)
    apply_changes(_plan(root, texts), root)
    library.saved = SavedList(root, library.records, library.models, stamp(root, read_config(root)))


def _plan(root: Path, texts: dict[str, str]) -> ChangeSet:
    root.mkdir(parents=True, exist_ok=True)
    return ChangeSet.plan(root, texts)


def _save_list(library: Library, saved: SavedList) -> None:
    """Write the entries that were changed, and delete those that were removed."""
    root = saved.root
    with lock(root):
        config = read_config(root)
        if stamp(root, config) != saved.stamp:
            raise _changed(printable(root))
        _check_valid(library, config)
        works, models = set(saved.works), set(saved.models)
        changed = [record for record in library.records if record not in works]
        changed_models = [model for model in library.models if model not in models]
        renamed = find_renamed(saved.works, library.records)
        texts: dict[str, str | None] = {**plan_entries(root, changed, changed_models, renamed=renamed)}
        if library.config.different != config.different:  # by renaming
            texts |= plan_config(root, different=list(map(list, library.config.different)))
        removed = _keys(saved.works, saved.models) - _keys(library.records, library.models)
        texts |= {file_of(config, kind, key): None for kind, key in sorted(removed, key=str)}
        apply_changes(ChangeSet.plan(root, texts), root)
    library.saved = SavedList(root, library.records, library.models, stamp(root, config))


def _keys(works: Iterable[Record], models: Iterable[Model]) -> set[tuple[EntryKind, str]]:
    return {(Record, work.id) for work in works} | {(Model, model.id) for model in models}


def _check_valid(library: Library, config: Config) -> None:
    """Accept only what could be loaded as a list again."""
    keys = {record.id.lower() for record in library}
    if clashes := find_contradictions(library.records, library.models, keys, config):
        raise InvalidRecord(clash.finding for clash in clashes)


def _changed(name: str) -> InputError:
    hint = "load it again, and repeat your changes"
    return InputError(f"changed since it was loaded, so it is not written\nhint: {hint}", where=name)


def _save_file(library: Library, saved: SavedFile, to: Path | None = None) -> tuple[Finding, ...]:
    """Write the file *saved* with the works of *library*, to another path if *to* is one."""
    path, name = (saved.path, saved.name) if to is None else (to.absolute(), printable(to))
    with nullcontext() if to else lock(path):
        if to is None and not path.exists():
            hint = "library.save(path) writes it to a new file"
            raise InputError(f"no longer exists, so what changed cannot be written\nhint: {hint}", where=name)
        if to is None and content_of(path) != saved.content:
            raise _changed(name)
        data, losses = _rewritten(library, saved)
        if to or data != saved.content:
            old = None if to else decode_bytes(saved.content).text
            apply_changes(ChangeSet((FileChange(path.as_posix(), old, decode_bytes(data).text, data),)), path)
    library.saved = SavedFile(path, name, saved.format, data)
    return losses


def _rewritten(library: Library, saved: SavedFile) -> tuple[bytes, tuple[Finding, ...]]:
    """The new content of a file, and what is not kept of the works."""
    format = formats.get(saved.format)
    if ".bib" in format.suffixes:
        return _rewritten_bib(library, saved, format)
    works = format.parse(saved.content, name=saved.name).records
    if not format.write or saved.content != formats.export(works, format.name).encode():
        hint = f"moebib.write(library, {saved.name!r}) replaces the whole file"
        raise InputError(f"only lists and .bib files are changed in place\nhint: {hint}", where=saved.name)
    return formats.export(library.records, format.name).encode(), tuple(losses_in(library, format))


def _rewritten_bib(library: Library, saved: SavedFile, format: Format) -> tuple[bytes, tuple[Finding, ...]]:
    from moebib.formats.bibtex import rewrite

    decoded = decode_bytes(saved.content)
    unicode = decoded.encoding.startswith("utf") and not decoded.text.isascii()
    try:
        text, different = rewrite(decoded.text, library.records, unicode=unicode)
        data = encode_text(text, decoded)
    except UnicodeEncodeError as error:
        message = f"its encoding, {decoded.encoding}, lacks {error.object[error.start]!r}"
        hint = "convert the file to UTF-8, and load it again"
        raise InputError(f"{message}\nhint: {hint}", where=saved.name) from error
    except InputError as error:
        raise InputError(str(error), where=saved.name) from error
    return data, tuple(_losses(different, format))


def _losses(different: Iterable[tuple[Record, Record]], format: Format) -> Iterator[Finding]:
    """What is not kept of works in a .bib file, given how they are read from it.

    A value that the work does not have, nor an entry of it alone, is that of an entry from which it inherits.
    """
    for record, back in different:
        alone = {loss.field for loss in format.losses(record)}
        for loss in format.compare(record, back):
            is_inherited = not loss.lost and loss.field not in alone
            explained = loss._replace(why="it is inherited from another entry") if is_inherited else loss
            yield from explained.findings(record.id, format.title)

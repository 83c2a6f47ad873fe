"""Loads libraries from lists and files, and reads and writes files in any format; ``saving`` writes libraries back."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from moebib import formats
from moebib._arguments import checked
from moebib.errors import Finding, InputError
from moebib.formats import Format, Options, ParsedFile, RecordWriter
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record, records_of
from moebib.store.changes import ChangeSet
from moebib.store.files import names_in, printable, read_bytes
from moebib.store.listing import stamp
from moebib.store.reading import read as read_list
from moebib.store.reading import read_config
from moebib.store.roots import CONFIG, bundled, find_root
from moebib.text.shorten import shorten
from moebib.text.suggest import suggestion

__all__ = ["SavedFile", "SavedList", "apply_changes", "content_of", "given_path", "load", "losses_in", "read", "write"]


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list as it was when a library was loaded from it or saved to it: the token ``Library.saved``."""

    root: Path
    works: tuple[Record, ...]
    models: tuple[Model, ...]
    stamp: dict[str, tuple[int, int]]
    """It changes when a file of the list does."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file as it was when a library was loaded from it or saved to it: the token ``Library.saved``."""

    path: Path
    """Also from another directory than the current one of that time."""
    name: str
    """As the user named it."""
    format: str
    """Its name; with it, a library can be pickled."""
    content: bytes


@checked("moebib.load(path) takes the path of a file or list; moebib.parse(text) reads a text, such as file.read()")
def load(path: Path | str | None = None) -> Library:
    """The library in *path*: the folder of a list, or one in it, or a file in any format that can be read.

    Without a path, it is the list in the current directory or in the nearest one above it, or the bundled list if there
    is none, as on the command line. A list must be valid. What cannot be read of a file, or not as it was meant, is in
    ``library.findings``, as are identifiers that several works have.

    :func:`save` writes what changed in the library back to where it came from.

    >>> from tempfile import mkdtemp
    >>> file = Path(mkdtemp()) / "refs.bib"
    >>> _ = file.write_text("@book{knuth1984, title = {The {TeX}book}}")
    >>> load(file)["knuth1984"].title
    'The TeXbook'

    Raises:
        InvalidRecord: If a file of a list is invalid; its ``findings`` are those of all files.
        InputError: If there is no such list or file, or its format is unknown.
    """
    if path is None:
        root = find_root(Path())
        return _load_list(root) if root else read_list(bundled())
    path = given_path(path)
    if path.is_dir() or path.name == CONFIG:
        return _load_list(_root_of(path if path.is_dir() else path.parent))
    data = content_of(path)
    format = formats.for_file(path.name, data.strip())
    parsed = _parse(path, data, format)
    is_kept = ".bib" in format.suffixes  # a comment or a preamble is part of the file when it is saved
    findings = (finding for finding in parsed.findings if not (is_kept and finding.code == "MB127"))
    library = Library.of_file(parsed.records, parsed.models, findings)
    library.saved = SavedFile(path.absolute(), printable(path), format.name, data)
    return library


@checked("moebib.read(path) takes the path of a file; moebib.parse(text) reads a text, such as file.read()")
def read(path: Path | str, format: str | None = None) -> ParsedFile:
    """The works of a file in their order, and findings with what was not understood.

    The result unpacks: ``records, findings = moebib.read("refs.ris")``. Without a *format*, it follows from the ending
    of the file name, or from the content. For a text that is not in a file, :func:`moebib.parse` does the same.

    >>> from tempfile import mkdtemp
    >>> file = Path(mkdtemp()) / "refs.bib"
    >>> _ = file.write_text("@book{knuth1984, title = {The {TeX}book}, year = {soon}}")
    >>> records, findings = read(file)
    >>> records[0].title, findings[0].message
    ('The TeXbook', "not a year: 'soon'")

    Raises:
        InputError: If there is no such file, its format is unknown, or it is something else.
    """
    path = given_path(path)
    if path.is_dir():
        raise InputError("is a directory\nhint: moebib.load(path) loads a list", where=printable(path))
    data = content_of(path)
    return _parse(path, data, formats.for_file(path.name, data.strip(), name=format))


@checked("moebib.write(works, path) writes a file; moebib.export(works, format) returns a text, for file.write")
def write(
    works: Library | Record | Iterable[Record],
    path: Path | str,
    format: str | None = None,
    *,
    prefer: Literal["published", "preprint"] = "published",
    unicode: bool = False,
    style: str | None = None,
    omit: Collection[str] = (),
    raw: bool = False,
) -> tuple[Finding, ...]:
    """Write a whole file in any format, and return what the format does not keep of the works.

    Without a *format*, it follows from the ending of the file name. A file that exists is replaced. The options are
    those of :func:`moebib.export`, which returns the text instead.

    >>> from tempfile import mkdtemp
    >>> file = Path(mkdtemp()) / "refs.bib"
    >>> for finding in write(Record(id="knuth1984", type="book", title="The TeXbook", tags=["typography"]), file):
    ...     print(finding.message)
    BibTeX does not keep tags 'typography' of 'knuth1984': no place for it
    >>> read(file).records[0].title
    'The TeXbook'

    Raises:
        InputError: If the format is unknown, or the file cannot be written there.
    """
    path = given_path(path)
    target = formats.for_output(path.name, name=format)
    if not isinstance(works, Library):
        works = records_of(works)
    text = formats.export(works, target.name, prefer=prefer, unicode=unicode, style=style, omit=omit, raw=raw)
    apply_changes(ChangeSet.plan(None, {path.as_posix(): text}), path)
    options = Options(unicode=unicode, raw=raw)
    preferred = (record.preferring(prefer) for record in works)
    return tuple(losses_in(preferred, target, options)) if isinstance(target.write, RecordWriter) else ()


def _root_of(folder: Path) -> Path:
    """The list that contains *folder*; an error names the files in it that can be loaded."""
    root = find_root(folder)
    if root is None:
        files = [name for name in names_in(folder) if formats.by_ending(name) and not name.endswith((".md", ".csv"))]
        hint = f"\nhint: moebib.load({(folder / min(files)).as_posix()!r}) loads a file" if files else ""
        raise InputError(f"no {CONFIG} here or in a parent directory{hint}", where=printable(folder))
    return root


def _load_list(root: Path) -> Library:
    before = stamp(root, read_config(root))
    library = read_list(root)
    library.saved = SavedList(root, library.records, library.models, before)
    return library


def content_of(path: Path) -> bytes:
    """The content of a file that a person named.

    Raises:
        InputError: If there is none, or it cannot be read.
    """
    try:
        return read_bytes(path)
    except FileNotFoundError:
        hint = suggestion(path.name, names_in(path.parent))
        message = "no such file or directory" + (f"\nhint: {hint}" if hint else "")
        raise InputError(message, where=printable(path)) from None
    except OSError as error:
        raise _not_accessible(error, "read", path) from error


def given_path(path: Path | str) -> Path:
    """The path that a person gave, of a file that may not exist.

    Raises:
        InputError: If it cannot be a path, or is a text or a URL.
    """
    text = os.fspath(path)
    hint = _what_it_is(text)
    try:
        Path(text).lstat()
    except (FileNotFoundError, NotADirectoryError):
        if hint:
            raise InputError(f"no such file or directory\nhint: {hint}", where=printable(shorten(text))) from None
    except (OSError, ValueError) as error:  # too long, or with a null byte
        reason = getattr(error, "strerror", None) or str(error)
        more = f"\nhint: {hint}" if hint else ""
        raise InputError(
            f"cannot be a path: {reason[:1].lower()}{reason[1:]}{more}", where=printable(shorten(text))
        ) from None
    return Path(text)


def _what_it_is(text: str) -> str | None:
    """What to do with what is no path."""
    if re.match(r"https?://", text):
        return "moebib.parse(requests.get(url).text) reads a file on the web, and moebib.fetch(url) looks up a work"
    if re.match(r"\s*[@{\[%<]|TY  -", text) or "\n" in text:
        return "moebib.parse(text, format) reads a text"
    if text.startswith("~"):
        return "Path(path).expanduser() is the path of a file in a home directory"
    return None


def _not_accessible(error: OSError, what: str, path: Path) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"cannot be {what}: {reason[:1].lower()}{reason[1:]}", where=printable(path))


def _parse(path: Path, data: bytes, format: Format) -> ParsedFile:
    name = printable(path)
    parsed = format.parse(data, name=name)
    if parsed.is_empty:
        formats.check_without_works(format, format.decode(data, name)[0], name)
    return parsed


def losses_in(works: Iterable[Record], target: Format, options: Options = Options()) -> Iterator[Finding]:  # noqa: B008
    """What *target* does not keep of *works*."""
    for work in works:
        for loss in target.losses(work, options):
            yield from loss.findings(work.id, target.title)


def apply_changes(changes: ChangeSet, path: Path) -> None:
    """Apply *changes* to what a person named *path*.

    Raises:
        InputError: If a file cannot be written.
    """
    try:
        changes.apply()
    except OSError as error:
        raise _not_accessible(error, "written", path) from error

"""Inheritance: the fields that an entry gets from those that its ``crossref`` and ``xdata`` refer to.

The rules are those of BibLaTeX (3.18, section 3.14.6 and appendix B), with four exceptions for the sake of classic
files and of records:

- A field that the parent has under the child's name wins over one that would be renamed. BibTeX inherits by the name
  alone, which is why a volume of proceedings in such a file has a ``booktitle`` in addition to its title.
- Every part of a book gets the book's title as ``booktitle``, even if the types do not match exactly (an
  ``@incollection`` in a ``@book``).
- A subtitle is inherited with its title or not at all, and so are the parts of a date.
- Identifiers of the parent (DOI, eprint, a URL that is one of these) are not inherited: they would make two works one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from moebib.errors import InputError
from moebib.formats.bibtex.bibliography import BibFiles
from moebib.formats.bibtex.document import Problem
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.links import read_link
from moebib.formats.bibtex.resolve.macros import Budget, Macros, TooLong, define_macros, entry_at

__all__ = ["LONGEST_CHAIN", "Inheritance"]

_BOOKS = frozenset(["book", "collection", "proceedings", "reference"])
_VOLUMES = frozenset(["mvbook", "mvcollection", "mvproceedings", "mvreference"])
_PARTS = frozenset(
    ["inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference", "inproceedings", "conference"]
)
_BY_ONE_AUTHOR = frozenset(["inbook", "bookinbook", "suppbook"])

_TITLES = ("title", "subtitle", "titleaddon")
_OF_TITLE = frozenset([*_TITLES, "shorttitle", "sorttitle", "indextitle", "indexsorttitle"])
_DATE = frozenset(["date", "year", "month", "day"])
# The fields of BibLaTeX's data model, without those that its appendix B excludes, and without DOI and eprint. Biber
# knows no other fields, so that notes of programs (timestamp, owner, bibsource) are not inherited.
_INHERITABLE = frozenset(
    """
    abstract addendum afterword annotation annotator author authortype bookauthor bookpagination booksubtitle
    booktitle booktitleaddon chapter commentator date day edition editor editora editoratype editorb editorbtype
    editorc editorctype editortype eid eventdate eventtitle eventtitleaddon file foreword gender holder howpublished
    hyphenation indexsorttitle indextitle institution introduction isan isbn ismn isrn issn issue issuesubtitle
    issuetitle issuetitleaddon iswc journalsubtitle journaltitle journaltitleaddon keywords langid langidopts
    language library lista listb listc listd liste listf location mainsubtitle maintitle maintitleaddon month namea
    nameaddon nameatype nameb namebtype namec namectype note number organization origdate origlanguage origlocation
    origpublisher origtitle pages pagetotal pagination part publisher pubstate reprinttitle series shortauthor
    shorteditor shortjournal shortseries shorttitle sortname sortshorthand sorttitle sortyear subtitle title
    titleaddon translator type url urldate usera userb userc userd usere userf venue verba verbb verbc version
    volume volumes year
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
)
# Old names of fields (3.18, section 2.2.5): a child with the one has the other.
_NAMES = {
    "address": "location", "annote": "annotation", "archiveprefix": "eprinttype", "journal": "journaltitle",
    "key": "sortkey", "pdf": "file", "primaryclass": "eprintclass", "school": "institution",
}  # fmt: skip

_REFERENCE = re.compile(r"xdata=(\S+?)-([A-Za-z]+)(?:-([1-9]\d{0,4}))?")
_AND = re.compile(r"(?<!\s)\s+and\s+", re.IGNORECASE)

LONGEST_CHAIN = 10
"""The longest chain of entries. A part, its volume, the work in several volumes: that is three."""

_Step = tuple[str, int]
"""The field that refers to an entry, and where that entry starts."""


class Inheritance:
    """Completes the entries of a bibliography."""

    def __init__(self, files: BibFiles, macros: Macros, budget: Budget) -> None:
        self._files = files
        self._macros = macros
        self._budget = budget
        self._complete_ones: dict[_Step, BibEntry] = {}
        self.used_containers: set[int] = set()
        """Where the ``@xdata`` entries start that others name."""

    def complete(self, entry: BibEntry, at: int, problems: list[Problem]) -> BibEntry:
        """The entry that starts at an offset with all that it inherits, without ``crossref`` and ``xdata``.

        Keys in these two that no entry has stay: they may be in another file.
        """
        first = ("xdata" if entry.type == "xdata" else "crossref", at)
        try:
            return self._complete(entry, (first,), problems)
        except TooLong:
            message = "inherited fields are too large; nothing is inherited here"
            field = "crossref" if "crossref" in entry.fields else "xdata"
            problems.append(Problem("MB130", message, "shorten the fields of the parent entry", field))
            return entry

    def _complete(self, entry: BibEntry, path: tuple[_Step, ...], problems: list[Problem]) -> BibEntry:
        def resolve(key: str, field: str) -> str | None:
            container = self._relative("xdata", key, path, problems)
            value = container.fields.get(field) if container else None
            self._budget.spend(len(value or ""))
            return value

        resolved = {name: references(value, resolve) for name, value in entry.fields.items() if "xdata=" in value}
        if resolved:
            entry = entry._replace(fields=entry.fields | resolved)
        for field in ("xdata", "crossref"):
            if field in entry.fields:
                entry = self._inherit(entry, field, path, problems)
        return entry

    def _inherit(self, entry: BibEntry, field: str, path: tuple[_Step, ...], problems: list[Problem]) -> BibEntry:
        rule = from_container if field == "xdata" else from_parent
        keys = [key for part in entry.fields[field].split(",") if (key := part.strip())]
        entry = entry.without((field,))
        missing = []
        for key in reversed(keys):  # as in biber, the last @xdata wins
            if relative := self._relative(field, key, path, problems):
                inherited = rule(entry, relative)
                self._budget.spend(sum(map(len, inherited.values())))
                entry = entry._replace(fields=entry.fields | inherited)
            else:
                missing.append(key)
        return entry._replace(fields=entry.fields | {field: ",".join(reversed(missing))}) if missing else entry

    def _relative(self, field: str, key: str, path: tuple[_Step, ...], problems: list[Problem]) -> BibEntry | None:
        """The entry that *field* names by *key*, itself complete; ``None`` if it is missing, or the chain too long."""
        is_container = field == "xdata"
        find = self._files.find_container if is_container else self._files.find_work
        at = find(key, near=path[-1][1])
        if at is None:
            kind = "@xdata entry" if is_container else "entry"
            message = f"{field!r} refers to {key!r}, but there is no such {kind}"
            problems.append(
                Problem("MB129", message, "correct the key, or also give the file that has the entry", field)
            )
            return None
        step = (field, at)
        if step in path or len(path) > LONGEST_CHAIN:
            problem = "is circular" if step in path else f"chain is longer than {LONGEST_CHAIN} entries"
            message = (
                f"{field!r} {problem}: {', '.join(repr(self._files.block_at(start).key) for _, start in (*path, step))}"
            )
            problems.append(Problem("MB130", message, "remove it from one of these entries", field))
            return None
        if is_container:
            self.used_containers.add(at)
        if step not in self._complete_ones:
            relative = entry_at(self._files, at, self._all_macros)
            of_relative: list[Problem] = []
            self._complete_ones[step] = self._complete(relative, (*path, step), of_relative)
            # Its other problems are reported when that entry itself is read.
            problems.extend(other for other in of_relative if other.code == "MB130")
        return self._complete_ones[step]

    @cached_property
    def _all_macros(self) -> Macros:
        """The macros, with those that are defined further on than the entry that is read."""
        for start in sorted({start for starts in self._files.macros.values() for start in starts}):
            define_macros(self._files.block_at(start), self._macros.in_file(self._files.span_at(start)), [])
        return self._macros


def from_parent(child: BibEntry, parent: BibEntry) -> dict[str, str]:
    """The fields that *child* inherits from *parent*, to which its ``crossref`` refers; its own fields win."""
    has = {_NAMES.get(name, name) for name in child.fields}
    inherited: dict[str, str] = {}
    renamed: dict[str, str] = {}
    for name, value in _inheritable(has, parent.fields):
        target = _title_in(child.type, parent.type, name)
        if target:
            renamed[target] = value
        elif name not in has and (name not in _OF_TITLE or "title" not in has):
            inherited[name] = value
    if child.type in _BY_ONE_AUTHOR and parent.type in ("book", "mvbook") and "author" in parent.fields:
        renamed["bookauthor"] = parent.fields["author"]
    has |= {_NAMES.get(name, name) for name in inherited}
    return inherited | {name: value for name, value in renamed.items() if name not in has}


def from_container(child: BibEntry, container: BibEntry) -> dict[str, str]:
    """The fields that *child* inherits from an ``@xdata`` entry, under the same names."""
    has = {_NAMES.get(name, name) for name in child.fields}
    never = ("ids", "xdata")
    allowed = _dates(has, container.fields)
    return {
        name: value
        for name, value in container.fields.items()
        if _NAMES.get(name, name) not in has and name not in never and (name not in _DATE or name in allowed)
    }


def references(value: str, resolve: Callable[[str, str], str | None]) -> str:
    """A value with every ``xdata=key-field-2`` replaced by what *resolve* returns for key and field, if anything.

    >>> references("Cho, Ada and xdata=team-author-2", lambda key, field: "Doe, Jo and Roe, Al")
    'Cho, Ada and Roe, Al'
    """
    items = _AND.split(value)
    return " and ".join(item for given in items for item in _referred(given, resolve))


def _referred(item: str, resolve: Callable[[str, str], str | None]) -> list[str]:
    match = _REFERENCE.fullmatch(item.strip())
    value = resolve(match[1], match[2].lower()) if match else None
    if not match or value is None:
        return [item]
    if not match[3]:
        return [value]
    return _AND.split(value)[int(match[3]) - 1 : int(match[3])] or [item]


def _inheritable(has: set[str], fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Those of a parent's *fields* that a child may inherit, given the fields that it *has*."""
    allowed = _dates(has, fields)
    for name, value in fields.items():
        modern = _NAMES.get(name, name)
        if modern not in _INHERITABLE or (name in _DATE and name not in allowed):
            continue
        if (modern not in has or modern in _TITLES) and not (name == "url" and _is_identifier(value)):
            yield name, value


def _dates(has: set[str], fields: Mapping[str, str]) -> frozenset[str]:
    """The parts of a date that may be inherited: all of them, or the year to a child with a month only."""
    if not has & _DATE:
        return _DATE
    return frozenset() if has & {"date", "year"} or "year" not in fields else frozenset(["year"])


def _title_in(child: str, parent: str, name: str) -> str:
    """The name of a *parent*'s title in a *child*, such as ``booktitle``; "" if it has none."""
    if name not in _TITLES:
        return ""
    if parent in _VOLUMES and child in _BOOKS | _PARTS:
        return f"main{name}"
    if parent in _BOOKS and child in _PARTS:
        return f"book{name}"
    if parent == "periodical" and child in ("article", "suppperiodical"):
        return f"journal{name}"
    return ""


def _is_identifier(url: str) -> bool:
    try:
        return not isinstance(read_link(url), str)
    except InputError:
        return False

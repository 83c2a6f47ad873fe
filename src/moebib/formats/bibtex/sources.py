"""Sources: an entry in another dialect, with the characters that the file has wherever its values are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from moebib.errors import InputError
from moebib.formats import Loss
from moebib.formats.bibtex.dates import DATE_FIELDS
from moebib.formats.bibtex.entry import BibEntry, Dialect, keeps_type
from moebib.formats.bibtex.fields import FIELD_ROWS, KEY_FIELDS, ORIGINAL_KEY, VERBATIM, has_foreign_scheme
from moebib.formats.bibtex.identifiers import read_serials
from moebib.formats.bibtex.links import read_url
from moebib.formats.bibtex.localisation import in_words
from moebib.formats.bibtex.names import UNKNOWN_PART, name_keys, read_name_list
from moebib.formats.bibtex.reading_plan import ReadingPlan, reading_plan
from moebib.formats.bibtex.verbatim import verbatim_text
from moebib.records.fields import Type
from moebib.records.identifier import Identifier
from moebib.records.record import Record
from moebib.text.grammar import parse
from moebib.text.latex import commands_without_markup, decode, escape_signs, executed, in_ascii, in_unicode

__all__ = ["only_in_bib", "with_capitals", "with_sources"]

_PRINTED = frozenset(("chapter", "key", "organization"))
"""Fields that the styles of BibTeX print although no record has them."""
_TITLES = frozenset(("title", "subtitle", "booktitle"))
"""Fields of which styles of BibTeX change the case."""
_COMMAND = re.compile(r"\\[A-Za-z]+")


def with_sources(
    written: BibEntry, source: BibEntry, record: Record, dialect: Dialect, *, unicode: bool = False
) -> tuple[BibEntry, tuple[Loss, ...]]:
    r"""*written* with the characters of *source*, from which its *record* was read; and what is not kept.

    A text is that of the source if it is the value of the record. Signs at which TeX would stop are escaped. Where TeX
    would do more with it than print, it stays as the writer made it, which is a loss. For BibTeX, letters other than
    ASCII become commands; with *unicode*, commands become letters. The entry keeps a type that the dialect has, or that
    is unknown.

    >>> source = BibEntry("book", "a", {"title": r"{\sc Ponds} of {\'E}lan \pond"})
    >>> written = BibEntry("book", "a", {"title": r"\textsc{Ponds} of {\'E}lan {\textbackslash}pond"})
    >>> record = Record(id="a", type="book", title=r"<sc>Ponds</sc> of Élan \pond")
    >>> print(with_sources(written, source, record, "bibtex")[0].fields["title"])
    {\sc Ponds} of {\'E}lan \pond
    """
    plan = _texts(record.type)
    convert = in_unicode if unicode else in_ascii if dialect == "bibtex" else str
    fields: dict[str, str] = {}
    losses: list[Loss] = []
    for name, value in written.fields.items():
        there = name if name in source.fields else _other_name(name, source, plan)
        expanded = source.fields.get(there, "")
        original = source.written.get(there, expanded)
        if name == "langid" and there == "language":  # which is also written, and may be no name of babel
            continue
        # BibTeX has "organization", too, but its styles do not print it of what was @online.
        is_known = there not in _foreign(dialect) or (there == "organization" and source.type == written.type)
        if there not in written.fields and is_known:
            name = there  # "booktitle" of a book
        fields[name] = value
        if not original or original == value or name in KEY_FIELDS or name == ORIGINAL_KEY:
            continue
        if (
            name == "url" and dialect == "biblatex" and verbatim_text(original) != original
        ):  # biber reads no LaTeX there
            continue
        is_extra = record.extra.get(name) == expanded and name not in _DATES  # of which biber reads few forms
        is_same = is_extra or (_says(plan, name, expanded, record) if name in plan else _agree(name, expanded, value))
        if not is_same:
            continue
        danger = executed(original) or ("its scheme" if has_foreign_scheme(name, original) else "")
        if danger:
            losses.append(Loss(name, (original,), (value,), f"in which {danger} may do more than print"))
        elif name in VERBATIM or (is_extra and name not in _PRINTED):
            fields[name] = original if is_extra else convert(original)
        else:
            fields[name] = convert(escape_signs(original))
    link = source.fields.get("url", "")
    if "url" not in fields and _page(link) in record.identifiers and not executed(link):
        link = source.written.get("url", link)  # the page of the DOI, which the writer leaves out
        fields["url"] = verbatim_text(link) if dialect == "biblatex" else link
    if "url" not in source.fields and (name := _place_of_link(fields, source)):  # BibTeX's styles print no "url"
        fields = {name if of == "url" else of: value for of, value in fields.items()}
        fields[name] = convert(escape_signs(source.written.get(name, source.fields[name])))
    if source.type == written.type or not keeps_type(source.type, dialect):
        return written._replace(fields=fields), tuple(losses)
    # What the writer needs to say of the type it is not that of the source.
    for name in ("entrysubtype", "type"):
        if name not in source.fields:
            fields.pop(name, None)
        elif not executed(source.fields[name]):
            fields[name] = source.fields[name]
    return written._replace(type=source.type, fields=fields), tuple(losses)


def with_capitals(written: BibEntry, source: BibEntry) -> BibEntry:
    r"""*written* with braces around capitals of titles whose case BibTeX kept, as letters of the source.

    >>> source = BibEntry("book", "a", {"title": "Die Öfen"})
    >>> print(with_capitals(BibEntry("book", "a", {"title": r"Die {\"O}fen"}), source).fields["title"])
    Die {{\"O}}fen
    """
    fields = dict(written.fields)
    for name in _TITLES & fields.keys():
        original = escape_signs(source.written.get(name) or source.fields.get(name, ""))
        if not original.isascii() and fields[name] == in_ascii(original):
            fields[name] = in_ascii(original, protect=True)
    return written._replace(fields=fields)


def _place_of_link(fields: Mapping[str, str], source: BibEntry) -> str:
    """The field of the source that only has the link that is ``url`` in *fields*; "" if there is none."""
    link = fields.get("url")
    for name in ("howpublished", "note"):
        latex = source.fields.get(name, "")
        if link and name not in fields and link in decode(latex) and not executed(source.written.get(name, latex)):
            return name
    return ""


def only_in_bib(record: Record, entry: BibEntry) -> tuple[Loss, ...]:
    r"""What other formats do not have of *entry*, which was read as *record*.

    These are commands that are not understood, which other programs show as they are or without what they do, those
    whose look has no markup (``\\texttt``), and keys of names.

    >>> entry = BibEntry("book", "a", {"author": "family=Berg, given=Jan, id=b7"})
    >>> only_in_bib(Record(id="a", type="book", title=r"\pond{Reeds} by $\foo$", publisher=r"\hill"), entry)[0].lost
    ('id=b7',)
    """
    losses = [
        Loss(name, keys, (), "which only BibLaTeX has")
        for name in ("author", "editor", "translator")
        if "=" in entry.fields.get(name, "") and (keys := name_keys(entry.fields[name]))
    ]
    commands: dict[str, list[str]] = {}
    for field in _TEXTS:
        value = getattr(record, field)
        texts = [value] if isinstance(value, str) else [str(name) for name in value]
        parts = (part.value for text in texts if "\\" in text for part in parse(text) if part.kind == "text")
        commands[field] = [command for text in parts for command in _COMMAND.findall(text)]
    plan = _texts(record.type)
    for name, latex in entry.fields.items():
        if "\\" in latex and name in plan and (field := plan[name][1]) in commands and getattr(record, field):
            commands[field] += commands_without_markup(latex)
    of_fields = ((field, tuple(dict.fromkeys(found))) for field, found in commands.items() if found)
    return (*losses, *(Loss(field, found, (), "where it is no command") for field, found in of_fields))


_TEXTS = (
    "author", "editor", "translator", "title", "title_short", "container_title", "collection_title", "event_title",
    "publisher", "publisher_place", "edition", "abstract", "note",
)  # fmt: skip


def _other_name(name: str, source: BibEntry, plan: ReadingPlan) -> str:
    """What the field *name* is called in the source."""
    if name not in plan:
        return name
    others = (other for other in source.fields if other in plan and plan[other][1] == plan[name][1])
    return next(others, name)


@cache
def _foreign(dialect: Dialect) -> frozenset[str]:
    """The names that only the other dialect has."""
    names = [{row.bibtex for row in FIELD_ROWS}, {row.biblatex for row in FIELD_ROWS}]
    other, own = names if dialect == "biblatex" else reversed(names)
    return frozenset(other - own)


def _says(plan: ReadingPlan, name: str, latex: str, record: Record) -> bool:
    _, field, read = plan[name]
    value = getattr(record, field)
    if read is read_name_list:
        names, problems = read_name_list(latex)
        return names == value and all(problem.startswith(UNKNOWN_PART) for problem in problems)
    read_value = read(latex)
    return bool((in_words(field, read_value) if isinstance(read_value, str) else read_value) == value)


def _agree(name: str, one: str, other: str) -> bool:
    """Whether two values are the same serial numbers, or printed the same but for capitals; TeX reads no links."""
    if name in ("isbn", "issn"):
        try:
            return set(read_serials(name, one)[0]) == set(read_serials(name, other)[0])
        except InputError:
            return False
    if name == "url":
        page = _page(one)
        return page is not None and page == _page(other)
    read = str if name in VERBATIM else decode
    return read(one).casefold() == read(other).casefold()


def _page(latex: str) -> Identifier | str | None:
    """The identifier whose page a link is, or the page; ``None`` if there is anything else in the field."""
    try:
        link = read_url(latex)
    except InputError:
        return None
    return (link.identifier if not link.url else link.url) if link.exact else None


_DATES = DATE_FIELDS | {"eventdate", "origdate", "urldate"}
_OF_THE_WRITER = frozenset(["identifiers", "url", "issued", "status", "event_date", "original_date", "accessed"])


@cache
def _texts(type: Type) -> ReadingPlan:
    """How the fields are read that may be written in several ways; for the others, the writer knows the source."""
    return {name: reading for name, reading in reading_plan(type).items() if reading[1] not in _OF_THE_WRITER}

"""The action behind `cite`: what documents cite, taken from files and a list, as a bibliography of just that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, cast

from rapidfuzz import fuzz, process

from moebib import formats
from moebib.citations import ALL
from moebib.citations.documents import Documents, Place, read_documents
from moebib.citations.resolve import BibOffer, Offer, RecordOffer, Taken, read_offer
from moebib.errors import Finding
from moebib.formats import Options, RecordWriter
from moebib.formats.bibtex import Dialect, Excerpt, join_excerpts
from moebib.library.library import Library
from moebib.records.record import Record

__all__ = ["FORMATTED", "Cited", "cite", "format_for", "read_cited"]

FORMATTED = ("text", "html", "markdown")
"""The formats in which references are printed in a citation style."""
_FORMATTED_SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html", ".md": "markdown"}


class Cited(NamedTuple):
    """What is cited, and where each work of it is."""

    documents: Documents
    offers: tuple[Offer, ...]
    taken: tuple[tuple[Offer, Taken], ...]
    """The works found, each where it is to be had, in the order in which they are first cited."""
    keys: int
    """How many keys are cited."""
    findings: tuple[Finding, ...]
    """MB141: cited, but nowhere to be found; MB142: a file not read; MB143: one work by two keys; and of the files."""


def read_cited(files: Iterable[Path], keys: Iterable[str], sources: Iterable[Path], library: Library | None) -> Cited:
    """What *files* and *keys* cite, found in *sources*, the first of them that has it, else in *library*.

    Raises:
        InputError: If a file is of no language or format that is known.
        FileNotFoundError: If a file is not there.
    """
    documents = read_documents(files)
    places = [*documents.places, *map(Place, keys)]
    offers: list[Offer] = [read_offer(source) for source in sources]
    if library is not None:
        offers.append(RecordOffer(library))
    found = {place.key: one for place in places if (one := _find(place.key, offers))}
    taken = _in_order(places, found, offers)
    of_files = [finding for offer in offers for finding in offer.findings if _concerns(finding, offer, taken)]
    findings = [*documents.findings, *of_files, *_unknown(places, found, offers), *_twice(taken)]
    return Cited(documents, tuple(offers), tuple(taken), len({place.key for place in places}), tuple(findings))


def _find(key: str, offers: Iterable[Offer]) -> tuple[Offer, Taken] | None:
    return next(((offer, Taken(key, own)) for offer in offers if (own := offer.find(key))), None)


def _in_order(
    places: Iterable[Place], found: dict[str, tuple[Offer, Taken]], offers: Iterable[Offer]
) -> list[tuple[Offer, Taken]]:
    """Each work once by each key it is cited by; ``*`` adds all that are cited by none."""
    taken = {place.key: found[place.key] for place in places if place.key in found}
    if any(place.key == ALL for place in places):
        has = {own for key, (_, one) in taken.items() for own in (key.lower(), one.key.lower())}
        for offer in offers:
            for key in sorted(offer.works(), key=lambda key: (key.lower(), key)):
                if key.lower() not in has:
                    has.add(key.lower())
                    taken[key] = offer, Taken(key, key)
    return list(taken.values())


def _unknown(places: Iterable[Place], found: Collection[str], offers: Iterable[Offer]) -> Iterable[Finding]:
    known: list[str] | None = None
    for place in places:
        if place.key in found or place.key == ALL:
            continue
        if known is None:
            known = [key for offer in offers for key in offer.works()]
        near = process.extractOne(place.key, known, scorer=fuzz.ratio, processor=str.lower, score_cutoff=60)
        hint = f"did you mean {near[0]!r}?" if near else None
        message = f"no entry {place.key!r}"
        yield Finding("MB141", message, place.key, None, place.file, place.line, place.column, hint)


def _concerns(finding: Finding, offer: Offer, taken: Iterable[tuple[Offer, Taken]]) -> bool:
    """Whether what is wrong in a file may be wrong in what is taken from it."""
    if finding.id is None:
        return finding.level == "error"
    return any(where is offer and one.key == finding.id for where, one in taken)


def _twice(taken: Iterable[tuple[Offer, Taken]]) -> Iterable[Finding]:
    first: dict[tuple[int, str], str] = {}
    for offer, one in taken:
        other = first.setdefault((id(offer), one.key), one.called)
        if other != one.called:
            message = f"{one.called!r} and {other!r} are one work, which will be listed twice"
            yield Finding("MB143", message, one.called, hint=f"cite it by {one.key!r} alone")


def format_for(given: str | None, output: str | None, documents: Documents, *, styled: bool) -> str:
    """The name of the format: as *given*, else by the ending of the name of the output, else what the document reads.

    Raises:
        InputError: If there is no such format, or it is for lists only.
    """
    if given or styled:
        return given or _FORMATTED_SUFFIXES.get(Path(output or "").suffix.lower(), "text")
    bib = "biblatex" if documents.biblatex else "bibtex"
    if output is None or output.lower().endswith(".bib"):
        return bib
    if name := _FORMATTED_SUFFIXES.get(Path(output).suffix.lower()):
        return name
    return formats.for_output(output).name


class Bibliography(NamedTuple):
    """The text of a bibliography, and what is to be said of it."""

    text: str
    works: int
    findings: tuple[Finding, ...]


def cite(
    cited: Cited,
    format: str,
    *,
    prefer: Literal["published", "preprint"] = "published",
    options: Options = Options(),  # noqa: B008 - a tuple
    style: str = "apa",
    locale: str = "en-US",
) -> Bibliography:
    """The works of *cited* in a format, those of a .bib file as they are where that is one, too.

    Raises:
        InputError: If the format or the style is unknown, or what formats references is not installed.
    """
    if format in FORMATTED:
        return _formatted(cited, format, prefer, style, locale)
    writer = formats.get(format, "write").record_writer()
    if format in ("bibtex", "biblatex"):
        return _bib(cited, cast("Dialect", format), writer, prefer, options)
    records, findings = _records(cited.taken, prefer)
    items = (writer.item(record, options) for record in sorted(records, key=_place))
    return Bibliography(writer.join(items), len(records), findings)


def _formatted(
    cited: Cited, format: str, prefer: Literal["published", "preprint"], style: str, locale: str
) -> Bibliography:
    from moebib.citations.format import format_references

    records, findings = _records(cited.taken, prefer)
    text = format_references(records, style=style, format=format, locale=locale)
    return Bibliography(text, len(records), findings)


def _bib(
    cited: Cited, dialect: Dialect, writer: RecordWriter, prefer: Literal["published", "preprint"], options: Options
) -> Bibliography:
    excerpts: dict[str, Excerpt] = {}
    depths: dict[str, int] = {}
    preambles: list[str] = []
    for offer in cited.offers:
        if isinstance(offer, BibOffer) and not options.omit and not options.unicode:
            kept = offer.excerpts((one for where, one in cited.taken if where is offer), dialect)
            elsewhere = {one.called for where, one in cited.taken if where is not offer}
            preambles += offer.preambles() if kept else []
            depths |= {one.key: one.depth for one in kept}
            excerpts |= {one.key: one for one in kept if one.key not in excerpts.keys() | elsewhere}
    rest = [(offer, one) for offer, one in cited.taken if one.called not in excerpts]
    records, findings = _records(rest, prefer)
    excerpts |= {one.id: Excerpt(one.id, writer.item(one, options), depths.get(one.id, 0)) for one in records}
    text = join_excerpts(excerpts.values(), preambles, head=writer.head)
    called = {one.called for _, one in cited.taken}
    return Bibliography(text, len(called & excerpts.keys()), findings)


def _records(
    taken: Iterable[tuple[Offer, Taken]], prefer: Literal["published", "preprint"]
) -> tuple[Sequence[Record], tuple[Finding, ...]]:
    records: list[Record] = []
    findings: dict[Finding, None] = {}
    for offer, one in taken:
        record, told = offer.record(one)
        findings |= dict.fromkeys(told)
        if record:
            records.append(record.preferring(prefer))
        else:
            message = f"the entry {one.key!r} cannot be read"
            findings[Finding("MB141", message, one.called)] = None
    return records, tuple(findings)


def _place(record: Record) -> tuple[str, str]:
    return record.id.lower(), record.id

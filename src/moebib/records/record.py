"""Record, the typed entry of a work. Its class body defines the fields, their order in a file and the schema.

Tags, links, versions, relations, remark, extra, ids and aliases are moebib's own; see ``publication`` for the others.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from moebib._arguments import checked
from moebib.errors import InvalidArgument
from moebib.records.entry import FrozenEntry
from moebib.records.fields import IdentifierText, Key, TagList, Text, Urls
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.publication import Origins, Publication, Status, Version
from moebib.text import markup
from moebib.text.shorten import shorten

if TYPE_CHECKING:
    from typing import Unpack

    from moebib.records.inputs import (
        LinksArguments,
        RecordArguments,
        RelationArguments,
    )

__all__ = ["Keyed", "Links", "Record", "Relation", "RelationKind", "label_number", "records_of"]

_LONGEST_REPR = 100

# The pages that readers want, best first. Pages of databases only describe the work, so a PDF is preferred to them.
_LANDING = schemes(Scheme.ACL, Scheme.DOI, Scheme.OPENREVIEW, Scheme.ARXIV, Scheme.URL, Scheme.PMID, names="work")
_DATABASES = schemes(Scheme.DBLP, Scheme.OPENALEX, Scheme.S2, Scheme.HF, names="database")


RelationKind = Literal[
    "published-as", "extended-by", "continued-by", "same-work", "version-of", "translation-of", "notice-of"
]
_INVERSE: Mapping[RelationKind, str] = {
    "published-as": "publication-of", "extended-by": "extends", "continued-by": "continues", "same-work": "same-work",
    "version-of": "version-of", "translation-of": "translation-of", "notice-of": "has-notice",
}  # fmt: skip
"""The relation in the other direction."""


class Links(FrozenEntry, frozen=True):
    """Links to what belongs to a work: lists of http(s) URLs.

    >>> Links(code=["https://code.example/experts"]).code[0]
    'https://code.example/experts'
    """

    code: Urls = Field(default=(), description="source code", examples=[["https://code.example/experts"]])
    weights: Urls = Field(default=(), description="model weights", examples=[["https://models.example/hydra"]])
    data: Urls = Field(default=(), description="data sets", examples=[["https://data.example/routes"]])
    pdf: Urls = Field(default=(), description="the paper itself", examples=[["https://papers.example/experts.pdf"]])
    project: Urls = Field(default=(), description="project page", examples=[["https://experts.example/"]])
    slides: Urls = Field(default=(), description="slides of a talk", examples=[["https://talks.example/experts.pdf"]])
    video: Urls = Field(default=(), description="recording of a talk", examples=[["https://talks.example/experts"]])

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[LinksArguments]) -> None: ...


class Relation(FrozenEntry, frozen=True):
    """How another work is related to this one; it has the other's key or, if it is not in the list, an identifier.

    >>> Relation(kind="extended-by", key="arden2025warm").inverse
    'extends'
    """

    kind: RelationKind = Field(
        description=(
            "published-as: the other is the publication of this one, under another title or by other authors; "
            "extended-by: a longer version; continued-by: a sequel; same-work: one work with two entries; "
            "version-of: another version of this software, data or deposit, or the record of all its versions; "
            "translation-of: the original of this translation, or the other way round; "
            "notice-of: this is the correction or retraction of the other"
        ),
        examples=["extended-by"],
    )
    key: Key | None = Field(default=None, description="the key of the other work", examples=["arden2024warm"])
    identifier: IdentifierText | None = Field(
        default=None, description="an identifier of the other work", examples=["doi:10.5555/experts"]
    )
    source: str = Field(
        default="",
        description="where this is stated: a URL or the name of a source",
        examples=["https://papers.example/experts"],
    )

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[RelationArguments]) -> None: ...

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if (self.key is None) == (self.identifier is None):
            raise ValueError("a relation has either the key or an identifier of the other work")
        return self

    @property
    def inverse(self) -> str:
        """What this work is to the other one."""
        return _INVERSE[self.kind]

    def is_to(self, work: Record) -> bool:
        """Whether *work* is the other work."""
        if self.key is not None:
            return self.key.lower() in (key.lower() for key in (work.id, *work.ids))
        assert self.identifier
        return self.identifier.canonical in (identifier.canonical for identifier in work.all_identifiers)


class Keyed(FrozenEntry, frozen=True):
    """An entry of a list."""

    id: Key = Field(description="the citation key; in a list, it is the name of the file", examples=["arden2024warm"])


class Record(Publication, Keyed, frozen=True):
    """A work. The top level is the version to cite; other versions are in ``versions``.

    >>> record = Record(id="knuth1984", type="book", title="The TeXbook", author=["Knuth, Donald E."], issued="1984")
    >>> record.author[0].family, record.year, record.doi
    ('Knuth', 1984, None)
    >>> print(record)
    Donald E. Knuth, "The TeXbook" (1984)
    >>> record.evolve(issued="1986").to_dict()["issued"]
    '1986'
    """

    abstract: Text = Field(
        default="", description="with inline markup, as the title", examples=["We keep experts warm."]
    )
    keyword: tuple[str, ...] = Field(default=(), description="labels that are not sections", examples=[["caching"]])
    remark: str = Field(default="", description="for maintainers; never printed", examples=["The pages were not seen."])
    tags: TagList = Field(default=(), description="sections of the list", examples=[["system/caching"]])
    ids: tuple[Key, ...] = Field(
        default=(), description="former keys, which still cite the work (BibLaTeX ids)", examples=[["arden2023warm"]]
    )
    aliases: tuple[str, ...] = Field(
        default=(), description="other titles it is known by, for search", examples=[["WarmMoE"]]
    )
    links: Links = Field(
        default=Links(),
        description="code, data, slides and so on",
        examples=[{"code": ["https://code.example/experts"]}],
    )
    versions: tuple[Version, ...] = Field(
        default=(),
        description="preprints and other versions",
        examples=[[{"type": "article", "genre": "preprint", "identifiers": ["arxiv:2401.06066"]}]],
    )
    relations: tuple[Relation, ...] = Field(
        default=(), description="related works", examples=[[{"kind": "extended-by", "key": "arden2025warm"}]]
    )
    status: Status | None = Field(default=None, description="of the version to cite", examples=[{"kind": "accepted"}])
    origin: Origins = Field(default={})
    extra: dict[str, str] = Field(
        default={}, description="BibTeX fields for which there is no field here", examples=[{"primaryclass": "cs.LG"}]
    )

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[RecordArguments]) -> None: ...

    @property
    def titles(self) -> tuple[str, ...]:
        """All titles of the work: its own, those of its versions, and its aliases."""
        titles = (markup.plain(self.title), *(markup.plain(version.title) for version in self.versions), *self.aliases)
        return tuple(dict.fromkeys(title for title in titles if title))

    @property
    def all_identifiers(self) -> tuple[Identifier, ...]:
        """The identifiers of the work and of its versions, without duplicates."""
        of_versions = (identifier for version in self.versions for identifier in version.identifiers)
        return tuple(dict.fromkeys((*self.identifiers, *of_versions)))

    @checked()
    def identifier(self, scheme: Scheme | str) -> Identifier | None:
        """The first identifier of *scheme*, such as "doi", of the work or one of its versions.

        Raises:
            InputError: If there is no such scheme.
        """
        scheme = Scheme(scheme)
        of_versions = (identifier for version in self.versions for identifier in version.identifiers)
        identifiers = (*self.identifiers, *of_versions)
        return next((identifier for identifier in identifiers if identifier.scheme is scheme), None)

    @property
    def doi(self) -> str | None:
        """The DOI of the work or, if it has none, of one of its versions; without "doi:" or the URL of a resolver."""
        return self._value(Scheme.DOI)

    @property
    def arxiv(self) -> str | None:
        """The arXiv ID of the work or of one of its versions, without "arxiv:"; ``None`` if there is none."""
        return self._value(Scheme.ARXIV)

    def _value(self, scheme: Scheme) -> str | None:
        identifier = self.identifier(scheme)
        return identifier.value if identifier else None

    @property
    def link(self) -> str | None:
        """The page to send readers to: ``url``, else the page of the best identifier, or the PDF."""
        if self.url:
            return self.url
        return self._page(_LANDING) or next(iter(self.links.pdf), None) or self._page(_DATABASES)

    def _page(self, schemes: tuple[Scheme, ...]) -> str | None:
        """The page of the first identifier of the first of *schemes* that has one."""
        for scheme in schemes:
            for identifier in self.identifiers:
                if identifier.scheme is scheme:
                    return identifier.url
        return None

    @checked()
    def preferring(self, which: Literal["published", "preprint"]) -> Record:
        """The record with the preferred version at the top level; unchanged if there is no such version.

        Of several preprints the first is taken; if its identifier has several versions, the latest of them: the one
        without a label, or with the highest.
        """
        preprints = [version for version in self.versions if version.is_preprint]
        if which == "published" or self.is_preprint or not preprints:
            return self
        first = {identifier.canonical for identifier in preprints[0].identifiers}
        same = [
            version for version in preprints if first & {identifier.canonical for identifier in version.identifiers}
        ]
        return self.at(max(same or preprints[:1], key=lambda version: (not version.label, label_number(version.label))))

    @checked("record.versions has the versions")
    def at(self, version: Version) -> Record:
        """The record with *version* at the top level; fields that only another publication has are left out."""
        of_publication = {*Version.model_fields, "extra"}
        of_work = {name: getattr(self, name) for name in type(self).model_fields if name not in of_publication}
        values = {name: getattr(version, name) for name in Version.model_fields}
        shared = {name: values[name] or getattr(self, name) for name in ("title", "author", "language")}
        of_any_version = self.status if self.status and self.status.kind != "accepted" else None
        shared["status"] = version.status or of_any_version
        return Record(**{**of_work, "versions": (), **values, **shared})

    def __str__(self) -> str:
        """The work on one line: who, what, where and when."""
        title = f'"{markup.plain(self.title)}"' if self.title else self.id
        place = " ".join(str(part) for part in (self.venue, self.year) if part)
        line = ", ".join(filter(None, [self.authors_display, title])) + (f" ({place})" if place else "")
        return " ".join(line.split())

    def __repr__(self) -> str:
        return f"<Record {self.id}: {shorten(str(self), _LONGEST_REPR)}>"

    def _repr_html_(self) -> str:
        title = markup.html(self.title) or _html(self.id)
        people = _html(self.authors_display)
        place = _html(" ".join(str(part) for part in (self.venue, self.year) if part))
        linked = f'<a href="{html.escape(self.link)}">{title}</a>' if self.link else title
        return f"<p><b>{linked}</b><br>{people}<br><i>{place}</i> <code>{_html(self.id)}</code></p>"


def _html(text: str) -> str:
    """Plain text as HTML, in which MathJax finds no formula."""
    return markup.html(markup.escape(text))


def records_of(works: Record | Iterable[Record]) -> list[Record]:
    """What people give where works are expected: a record, records or a library.

    Raises:
        InvalidArgument: If it is something else, such as the path of a file.
    """
    is_one = isinstance(works, Keyed | str | Mapping) or not isinstance(works, Iterable)
    records: list[Any] = [works] if is_one else list(works)
    for record in records:
        if not isinstance(record, Record):
            raise InvalidArgument(f"should be a record, not {type(record).__name__}\nhint: {_to_give(record)}")
    return records


def _to_give(value: object) -> str:
    """What to give in place of what is no record."""
    if isinstance(value, Keyed):
        return "only works are records; the models of a library are in library.models"
    if isinstance(value, Mapping):
        return "moebib.Record(**data) makes one of plain data"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "records are in a list; moebib.read(path).records are those of a file"
    return "moebib.load reads a file, library[key] is one of its works, and moebib.fetch finds one by an identifier"


def label_number(label: str) -> int:
    """The number in a label such as "v2"; 0 without one."""
    number = re.search(r"\d+", label)
    return int(number[0]) if number else 0

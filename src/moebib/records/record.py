"""Record and Model: the typed entries. The class bodies are the field table, the file order and the schema.

Field names are the variables of CSL 1.0.2 (https://docs.citationstyles.org/en/v1.0.2/specification.html) with
``_`` for ``-``; the rest (tags, links, versions, status, origin, extra, ids, aliases) is moebib's own.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from dataclasses import dataclass
from datetime import date as day
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)

from moebib.records.date import Date, parse_date
from moebib.records.identifier import Identifier, Scheme, parse_identifier, schemes
from moebib.records.name import Name, parse_name
from moebib.text.urls import is_http_url

__all__ = [
    "ARXIV_PREPRINT",
    "KEY",
    "TAG",
    "TYPES",
    "FieldPath",
    "Key",
    "Links",
    "Model",
    "Origin",
    "Record",
    "Status",
    "Type",
    "Version",
]

# CSL 1.0.2, appendix III.
Type = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
    "song", "speech", "standard", "thesis", "treaty", "webpage",
]  # fmt: skip
TYPES: tuple[Type, ...] = get_args(Type)

FieldPath = tuple[str | int, ...]
"""The path to a value in an entry: ``("author", 3)``, ``("versions", 0, "issued")``."""

KEY = r"^[^\s,{}%#\\~\"\x00-\x1f\x7f]+$"
"""What a key may be: whatever bibtex and biber take. The store asks for more: there a key is a file name."""
TAG = r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*$"
"""A tag is a path of slugs; the path is the place in the tree of sections."""

# Pages a reader wants first; the rest only name the work in a database, so that a PDF comes before them.
_LANDING = schemes(Scheme.ACL, Scheme.DOI, Scheme.OPENREVIEW, Scheme.ARXIV, Scheme.URL, Scheme.PMID, names="work")
_DATABASES = schemes(Scheme.DBLP, Scheme.OPENALEX, Scheme.S2, Scheme.HF, names="database")


def _as_text(kind: type, parse: Any, schema: dict[str, Any]) -> Any:
    """The annotation of a value that is one string in a file: parsed on the way in, ``str()`` on the way out."""

    def read(value: object) -> object:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            hint = f'; put it in quotes: "{value}"' if isinstance(value, (int, float, day)) else ""
            raise ValueError(f"should be a string, not {type(value).__name__}{hint}")
        return parse(value)

    return (
        PlainValidator(read),
        PlainSerializer(str, return_type=str),
        WithJsonSchema({"type": "string"} | schema),
    )


def _http(url: str) -> str:
    if not is_http_url(url):
        raise ValueError(f"not an http(s) link: {url!r}")
    return url


def _no_repeats(values: tuple[Any, ...]) -> tuple[Any, ...]:
    repeated = {str(value) for i, value in enumerate(values) if value in values[:i]}
    if repeated:
        raise ValueError(f"given twice: {', '.join(sorted(repeated))}")
    return values


_NAME_NOTE = 'a BibTeX name: "Family, Given", "von Family, Jr., Given" or "{Organisation}"'
_DATE_NOTE = "EDTF level 0: 2024, 2024-06, 2024-06-12 or a range 2024-06-12/2024-06-14"
_DAY_PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_DATE_PATTERN = rf"^{_DAY_PATTERN}(/{_DAY_PATTERN})?$"
_IDENTIFIER_PATTERN = rf"^({'|'.join(Scheme)}):\S+$"

NameText = Annotated[Name, *_as_text(Name, parse_name, {"description": _NAME_NOTE, "minLength": 1})]
DateText = Annotated[Date, *_as_text(Date, parse_date, {"description": _DATE_NOTE, "pattern": _DATE_PATTERN})]
IdentifierText = Annotated[Identifier, *_as_text(Identifier, parse_identifier, {"pattern": _IDENTIFIER_PATTERN})]
Names = tuple[NameText, ...]
Identifiers = Annotated[tuple[IdentifierText, ...], AfterValidator(_no_repeats)]
Url = Annotated[str, AfterValidator(_http), Field(json_schema_extra={"pattern": "^https?://"})]
Urls = Annotated[tuple[Url, ...], AfterValidator(_no_repeats)]
Key = Annotated[str, Field(pattern=KEY)]
Tag = Annotated[str, Field(pattern=TAG)]


_set = object.__setattr__


class _FrozenEntry(BaseModel):
    """A frozen value with no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    _blank: ClassVar[dict[str, Any]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Keep the fields in their order, with their defaults, for ``trusted``."""
        super().__pydantic_init_subclass__(**kwargs)
        cls._blank = {name: field.get_default() for name, field in cls.model_fields.items()}

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """The entry of *values* that are known to be valid and of the type of their field: nothing is checked.

        Equal to the validated one. ``model_construct`` promises the same, but costs four times the validation, which
        costs four times this: of a large file that is what is left to save.
        """
        entry = cls.__new__(cls)
        own = {**cls._blank, **values}
        if len(own) != len(cls._blank):
            raise TypeError(f"no fields of {cls.__name__}: {sorted(values.keys() - cls._blank.keys())}")
        for name in ("origin", "extra"):  # a default that could be changed in place is no one's to share
            if name in own and name not in values:
                own[name] = {}
        _set(entry, "__dict__", own)
        _set(entry, "__pydantic_fields_set__", set(values))
        _set(entry, "__pydantic_extra__", None)
        _set(entry, "__pydantic_private__", None)
        return entry

    def to_dict(self) -> dict[str, Any]:
        """Plain data as in an entry file: names, dates and identifiers as strings, empty fields left out."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def evolve(self, **changes: Any) -> Self:
        """A validated copy with *changes*; pydantic's ``model_copy(update=...)`` does not validate.

        Raises:
            pydantic.ValidationError: If a change does not fit its field.
        """
        return type(self).model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **changes})


class Links(_FrozenEntry):
    """Where the parts of a work are: lists of http(s) URLs."""

    code: Urls = Field((), description="source code")
    weights: Urls = Field((), description="model weights")
    data: Urls = Field((), description="data sets")
    pdf: Urls = Field((), description="the paper itself")
    project: Urls = Field((), description="project page")
    slides: Urls = ()
    video: Urls = ()


ARXIV_PREPRINT = {"type": "article", "genre": "preprint", "container_title": "arXiv"}
"""The fields of a work that is known to be on arXiv, and nothing else."""


class Status(_FrozenEntry):
    """What became of a work after it was published."""

    kind: Literal["withdrawn", "retracted", "corrected"]
    date: DateText | None = None
    source: str = Field("", description="who says so: a URL or the name of a source")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field's value came from. ``digest`` is of the value as fetched: it is the lock.

    As long as the digest fits the value, an update may refresh it; a value that a person changed no longer
    fits and is never overwritten.

    >>> origin = Origin.of("arxiv", day(2026, 11, 24), "GShard")
    >>> origin.fits("GShard"), origin.fits("GShard!")
    (True, False)
    """

    source: str
    date: day
    digest: str

    @classmethod
    def of(cls, source: str, date: day, value: object) -> Origin:
        """The origin of *value* (plain data, as in ``to_dict``), fetched on *date* from *source*."""
        return cls(source, date, _digest(value))

    def fits(self, value: object) -> bool:
        """Whether *value* is still the one that was fetched."""
        return self.digest == _digest(value)

    def __str__(self) -> str:
        return f"{self.source} {self.date.isoformat()} {self.digest}"


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _parse_origin(text: str) -> Origin:
    match = re.fullmatch(r"([a-z0-9_.-]+) (\d{4}-\d{2}-\d{2}) ([0-9a-f]{8})", text)
    if not match:
        raise ValueError(f"not an origin: {text!r}; write it as 'arxiv 2026-11-24 5f0c2a91'")
    return Origin(match[1], day.fromisoformat(match[2]), match[3])


OriginText = Annotated[
    Origin, *_as_text(Origin, _parse_origin, {"pattern": r"^[a-z0-9_.-]+ \d{4}-\d{2}-\d{2} [0-9a-f]{8}$"})
]


class Version(_FrozenEntry):
    """What a preprint, workshop or earlier version of a work has of its own; empty means: as the work."""

    type: Type = "article"
    genre: str = Field("", description='"preprint" for a preprint')
    title: str = ""
    author: Names = ()
    issued: DateText | None = None
    container_title: str = ""
    identifiers: Identifiers = ()
    note: str = ""


class Record(_FrozenEntry):
    """One work. The top level is the version people should cite; earlier ones stand under ``versions``.

    >>> record = Record(id="knuth1984", type="book", title="The TeXbook", author=["Knuth, Donald E."], issued="1984")
    >>> record.author[0].family, record.issued.year
    ('Knuth', 1984)
    >>> record.evolve(issued="1986").to_dict()["issued"]
    '1986'
    """

    id: Key = Field(description="the citation key; in a file it is the file's name")
    type: Type = Field(description='a CSL type; a preprint is "article" with genre "preprint"')
    title: str = Field("", description="plain Unicode with $math$; {braces} around what must keep its case")
    author: Names = Field((), description="the complete list, in order")
    editor: Names = ()
    issued: DateText | None = Field(None, description="when this version was published")
    container_title: str = Field("", description="the journal, proceedings, book or site it appeared in, in full")
    container_title_short: str = Field("", description="the venue's usual short name, without the year")
    collection_title: str = Field("", description="the series")
    event_title: str = Field("", description="the conference")
    event_place: str = ""
    publisher: str = ""
    publisher_place: str = ""
    volume: str = ""
    issue: str = ""
    page: str = Field("", description='"1280-1297"')
    number: str = Field("", description="an article or report number")
    edition: str = ""
    genre: str = Field("", description='"preprint" for a preprint, "PhD thesis" for a thesis')
    language: str = Field("", description="BCP 47")
    identifiers: Identifiers = Field((), description='"arxiv:2401.06066", "doi:10.1145/...", ...')
    url: Url | None = Field(None, description="the landing page, where no identifier leads to it")
    abstract: str = ""
    keyword: tuple[str, ...] = Field((), description="labels that are no sections")
    note: str = Field("", description="printed with the reference")
    tags: Annotated[tuple[Tag, ...], AfterValidator(_no_repeats)] = Field((), description="sections of the list")
    ids: tuple[Key, ...] = Field((), description="former keys, which still cite the work (BibLaTeX ids)")
    aliases: tuple[str, ...] = Field((), description="other titles it is known by, for search")
    links: Links = Links()
    versions: tuple[Version, ...] = ()
    status: Status | None = None
    origin: dict[str, OriginText] = Field({}, description="field -> source, date, digest of the value as fetched")
    extra: dict[str, str] = Field({}, description="BibTeX fields that have no home here")

    @property
    def is_preprint(self) -> bool:
        """Whether the top level is a preprint."""
        return self.type == "article" and self.genre == "preprint"

    @property
    def venue(self) -> str:
        """The short name of where it appeared, or the full one."""
        return self.container_title_short or self.container_title

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title it is known by: its own, those of its versions, its aliases."""
        own = (self.title, *(version.title for version in self.versions), *self.aliases)
        return tuple(dict.fromkeys(title for title in own if title))

    @property
    def all_identifiers(self) -> tuple[Identifier, ...]:
        """Those of the work and of every version, each once."""
        own = (*self.identifiers, *(found for version in self.versions for found in version.identifiers))
        return tuple(dict.fromkeys(own))

    def identifier(self, scheme: Scheme) -> Identifier | None:
        """The first identifier of *scheme*, of the work or one of its versions."""
        for found in self.identifiers:
            if found.scheme is scheme:
                return found
        return next((one for version in self.versions for one in version.identifiers if one.scheme is scheme), None)

    @property
    def link(self) -> str | None:
        """The page to send a reader to: ``url``, else that of the best identifier, or the PDF."""
        if self.url:
            return self.url
        return self._page(_LANDING) or next(iter(self.links.pdf), None) or self._page(_DATABASES)

    def _page(self, schemes: tuple[Scheme, ...]) -> str | None:
        """The page of the first identifier of the first of *schemes* that has one."""
        for scheme in schemes:
            for found in self.identifiers:
                if found.scheme is scheme:
                    return found.url
        return None

    def preferring(self, which: Literal["published", "preprint"]) -> Record:
        """The record as the version asked for; itself where there is no such version."""
        if which == "published" or self.is_preprint:
            return self
        preprint = next((version for version in self.versions if version.genre == "preprint"), None)
        return self.at(preprint) if preprint else self

    def at(self, version: Version) -> Record:
        """The record as if *version* were the one to cite; what only the published one has is left out."""
        return Record(
            id=self.id, type=version.type, genre=version.genre, title=version.title or self.title,
            author=version.author or self.author, issued=version.issued, container_title=version.container_title,
            identifiers=version.identifiers, note=version.note, language=self.language, abstract=self.abstract,
            keyword=self.keyword, tags=self.tags, ids=self.ids, aliases=self.aliases, links=self.links,
            status=self.status,
        )  # fmt: skip

    def _repr_html_(self) -> str:
        title = html.escape(self.title or self.id)
        names = [html.escape(name.display()) for name in self.author[:3]]
        people = ", ".join(names) + (" et al." if len(self.author) > 3 else "")
        place = html.escape(" ".join(str(part) for part in (self.venue, self.issued and self.issued.year) if part))
        linked = f'<a href="{html.escape(self.link)}">{title}</a>' if self.link else title
        return f"<p><b>{linked}</b><br>{people}<br><i>{place}</i> <code>{html.escape(self.id)}</code></p>"


class Model(_FrozenEntry):
    """An open-weight Mixture-of-Experts model. What is not published stays empty."""

    id: Key = Field(description="in a file it is the file's name")
    name: str
    url: Url | None = Field(None, description="where the weights are")
    paper: Key | None = Field(None, description="the key of the work that describes it")
    params_b: float | None = Field(None, gt=0, description="parameters in total, in billions (10^9)")
    experts_active: int | None = Field(None, ge=0, description="routed experts a token passes, per layer")
    experts_total: int | None = Field(None, ge=0, description="routed experts per layer")
    experts_shared: int | None = Field(None, ge=0, description="experts every token passes, per layer")
    layers: int | None = Field(None, gt=0)
    heads: int | None = Field(None, gt=0, description="attention heads")
    d_model: int | None = Field(None, gt=0, description="hidden size")
    d_ffn: int | None = Field(None, gt=0, description="inner size of a dense feed-forward layer")
    d_expert: int | None = Field(None, gt=0, description="inner size of one expert")
    affiliation: str = ""
    released: DateText | None = None
    links: Links = Links()

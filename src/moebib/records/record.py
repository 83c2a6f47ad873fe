"""Record and Model, the typed entries. Their class bodies define the fields, their order in a file and the schema.

Field names are the variables of CSL 1.0.2 (https://docs.citationstyles.org/en/v1.0.2/specification.html) with
``_`` for ``-``; tags, links, versions, status, origin, extra, ids and aliases are moebib's own.
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
    "KEY_RULE",
    "NOT_IN_KEYS",
    "TAG",
    "TYPES",
    "EntryKind",
    "FieldPath",
    "Key",
    "Links",
    "Model",
    "NotAString",
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

NOT_IN_KEYS = r"""\s,{}%#$&\\~"\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"""
KEY = rf"^(?:\^?[^^{NOT_IN_KEYS}])+$"
"""The syntax of a key that BibTeX and biber accept, and in which TeX finds nothing to execute.

BibTeX and biber copy a key into a file that TeX runs, where ``^^5c`` is a backslash and ``^^7d`` a closing brace. In a
list, a key must be a valid file name, too.
"""
KEY_RULE = 'a key contains no spaces, no ^^ and none of , { } % # $ & ~ " \\'
TAG = r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*$"
"""The syntax of a tag: a path of slugs, which is the position in the tree of sections."""

# The pages that readers want, best first. Pages of databases only describe the work, so a PDF is preferred to them.
_LANDING = schemes(Scheme.ACL, Scheme.DOI, Scheme.OPENREVIEW, Scheme.ARXIV, Scheme.URL, Scheme.PMID, names="work")
_DATABASES = schemes(Scheme.DBLP, Scheme.OPENALEX, Scheme.S2, Scheme.HF, names="database")


class NotAString(ValueError):
    """A value of another type where a file has a string, such as a date without quotes in TOML."""


def _as_text(kind: type, parse: Any, schema: dict[str, Any]) -> Any:
    """The annotation of a value that is a string in a file: *parse* reads it and ``str()`` writes it."""

    def read(value: object) -> object:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            hint = f'; put it in quotes: "{value}"' if isinstance(value, (int, float, day)) else ""
            raise NotAString(f"should be a string, not {type(value).__name__}{hint}")
        return parse(value)

    return (
        PlainValidator(read),
        PlainSerializer(str, return_type=str),
        WithJsonSchema({"type": "string"} | schema),
    )


def _http(url: str) -> str:
    if not is_http_url(url):
        raise ValueError(f"not an http(s) URL: {url!r}")
    return url


def _no_repeats(values: tuple[Any, ...]) -> tuple[Any, ...]:
    repeated = {str(value) for i, value in enumerate(values) if value in values[:i]}
    if repeated:
        raise ValueError(f"listed more than once: {', '.join(sorted(repeated))}")
    return values


_NAME_NOTE = 'a BibTeX name: "Family, Given", "von Family, Jr., Given" or "{Organisation}"'
_DATE_NOTE = "EDTF level 0: 2024, 2024-06, 2024-06-12 or a range 2024-06-12/2024-06-14"
_DAY_PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_DATE_PATTERN = rf"^{_DAY_PATTERN}(/{_DAY_PATTERN})?$"
_IDENTIFIER_PATTERN = rf"^({'|'.join(Scheme)}):\S+$"

NameText = Annotated[Name, *_as_text(Name, parse_name, {"description": _NAME_NOTE, "minLength": 1})]
DateText = Annotated[Date, *_as_text(Date, parse_date, {"description": _DATE_NOTE, "pattern": _DATE_PATTERN})]
IdentifierText = Annotated[Identifier, *_as_text(Identifier, parse_identifier, {"pattern": _IDENTIFIER_PATTERN})]
Identifiers = Annotated[tuple[IdentifierText, ...], AfterValidator(_no_repeats)]
Url = Annotated[str, AfterValidator(_http), Field(json_schema_extra={"pattern": "^https?://"})]
Urls = Annotated[tuple[Url, ...], AfterValidator(_no_repeats)]
Key = Annotated[str, Field(pattern=KEY)]
Tag = Annotated[str, Field(pattern=TAG)]


_set = object.__setattr__


class _FrozenEntry(BaseModel):
    """A frozen value with no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    _defaults: ClassVar[dict[str, Any]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Keep the fields in their order, with their defaults, for ``trusted``."""
        super().__pydantic_init_subclass__(**kwargs)
        cls._defaults = {name: field.get_default() for name, field in cls.model_fields.items()}

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """An entry of *values*, which must be valid and have the types of their fields; nothing is checked.

        It equals the validated entry and is made in a quarter of the time, which matters for large files. Pydantic's
        ``model_construct`` also skips validation, but takes four times as long as validation does.

        Raises:
            TypeError: If there is no field of one of the names.
        """
        entry = cls.__new__(cls)
        fields = {**cls._defaults, **values}
        if len(fields) != len(cls._defaults):
            raise TypeError(f"unknown fields of {cls.__name__}: {sorted(values.keys() - cls._defaults.keys())}")
        for name in ("origin", "extra"):  # a mutable default must not be shared
            if name in fields and name not in values:
                fields[name] = {}
        _set(entry, "__dict__", fields)
        _set(entry, "__pydantic_fields_set__", set(values))
        _set(entry, "__pydantic_extra__", None)
        _set(entry, "__pydantic_private__", None)
        return entry

    def to_dict(self) -> dict[str, Any]:
        """Plain data as in an entry file: names, dates and identifiers are strings, empty fields are left out."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def evolve(self, **changes: Any) -> Self:
        """A validated copy with *changes*; pydantic's ``model_copy(update=...)`` does not validate.

        Raises:
            pydantic.ValidationError: If a new value is not valid for its field.
        """
        return type(self).model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **changes})


class Links(_FrozenEntry):
    """Links to what belongs to a work: lists of http(s) URLs."""

    code: Urls = Field((), description="source code")
    weights: Urls = Field((), description="model weights")
    data: Urls = Field((), description="data sets")
    pdf: Urls = Field((), description="the paper itself")
    project: Urls = Field((), description="project page")
    slides: Urls = ()
    video: Urls = ()


ARXIV_PREPRINT = {"type": "article", "genre": "preprint", "container_title": "arXiv"}
"""The fields that say that a work is a preprint on arXiv."""


class Status(_FrozenEntry):
    """What happened to a work after publication."""

    kind: Literal["withdrawn", "retracted", "corrected"]
    date: DateText | None = None
    source: str = Field("", description="where this is stated: a URL or the name of a source")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a field came from. ``digest`` is the digest of the value as it was fetched.

    It locks edited values: an update may replace a value only as long as its digest matches. A value that was edited
    does not match and is never overwritten.

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
        raise ValueError(f"not an origin: {text!r}; should be like 'arxiv 2026-11-24 5f0c2a91'")
    return Origin(match[1], day.fromisoformat(match[2]), match[3])


OriginText = Annotated[
    Origin, *_as_text(Origin, _parse_origin, {"pattern": r"^[a-z0-9_.-]+ \d{4}-\d{2}-\d{2} [0-9a-f]{8}$"})
]


class Version(_FrozenEntry):
    """A preprint, workshop paper or other earlier version of a work; an empty field has the value of the work."""

    type: Type = "article"
    genre: str = Field("", description='"preprint" for a preprint')
    title: str = ""
    author: tuple[NameText, ...] = ()
    issued: DateText | None = None
    container_title: str = ""
    identifiers: Identifiers = ()
    note: str = ""


class Record(_FrozenEntry):
    """A work. The top level is the version to cite; earlier versions are in ``versions``.

    >>> record = Record(id="knuth1984", type="book", title="The TeXbook", author=["Knuth, Donald E."], issued="1984")
    >>> record.author[0].family, record.issued.year
    ('Knuth', 1984)
    >>> record.evolve(issued="1986").to_dict()["issued"]
    '1986'
    """

    id: Key = Field(description="the citation key; in a list, it is the name of the file")
    type: Type = Field(description='a CSL type; a preprint is "article" with genre "preprint"')
    title: str = Field("", description="plain Unicode with $math$; {braces} around words that must keep their case")
    author: tuple[NameText, ...] = Field((), description="the complete list, in order")
    editor: tuple[NameText, ...] = ()
    issued: DateText | None = Field(None, description="when this version was published")
    container_title: str = Field("", description="the full name of the journal, proceedings, book or site")
    container_title_short: str = Field("", description="the usual short name of the venue, without the year")
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
    url: Url | None = Field(None, description="the landing page, if no identifier leads to it")
    abstract: str = ""
    keyword: tuple[str, ...] = Field((), description="labels that are not sections")
    note: str = Field("", description="printed with the reference")
    tags: Annotated[tuple[Tag, ...], AfterValidator(_no_repeats)] = Field((), description="sections of the list")
    ids: tuple[Key, ...] = Field((), description="former keys, which still cite the work (BibLaTeX ids)")
    aliases: tuple[str, ...] = Field((), description="other titles it is known by, for search")
    links: Links = Links()
    versions: tuple[Version, ...] = ()
    status: Status | None = None
    origin: dict[str, OriginText] = Field({}, description="field -> source, date, digest of the value as fetched")
    extra: dict[str, str] = Field({}, description="BibTeX fields for which there is no field here")

    @property
    def is_preprint(self) -> bool:
        """Whether the top level is a preprint."""
        return self.type == "article" and self.genre == "preprint"

    @property
    def venue(self) -> str:
        """The short name of the journal, proceedings, book or site, or the full one."""
        return self.container_title_short or self.container_title

    @property
    def titles(self) -> tuple[str, ...]:
        """All titles of the work: its own, those of its versions, and its aliases."""
        titles = (self.title, *(version.title for version in self.versions), *self.aliases)
        return tuple(dict.fromkeys(title for title in titles if title))

    @property
    def all_identifiers(self) -> tuple[Identifier, ...]:
        """The identifiers of the work and of its versions, without duplicates."""
        of_versions = (identifier for version in self.versions for identifier in version.identifiers)
        return tuple(dict.fromkeys((*self.identifiers, *of_versions)))

    def identifier(self, scheme: Scheme) -> Identifier | None:
        """The first identifier of *scheme*, of the work or one of its versions."""
        of_versions = (identifier for version in self.versions for identifier in version.identifiers)
        identifiers = (*self.identifiers, *of_versions)
        return next((identifier for identifier in identifiers if identifier.scheme is scheme), None)

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

    def preferring(self, which: Literal["published", "preprint"]) -> Record:
        """The record with the preferred version at the top level; unchanged if there is no such version."""
        if which == "published" or self.is_preprint:
            return self
        preprint = next((version for version in self.versions if version.genre == "preprint"), None)
        return self.at(preprint) if preprint else self

    def at(self, version: Version) -> Record:
        """The record with *version* at the top level; fields that only the published version has are left out."""
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
    """An open-weight Mixture-of-Experts model. Fields that are not published stay empty."""

    id: Key = Field(description="the key; in a list, it is the name of the file")
    name: str
    url: Url | None = Field(None, description="the page of the weights")
    paper: Key | None = Field(None, description="the key of the work that describes it")
    params_b: float | None = Field(None, gt=0, description="total number of parameters, in billions (10^9)")
    experts_active: int | None = Field(None, ge=0, description="routed experts per layer that process a token")
    experts_total: int | None = Field(None, ge=0, description="routed experts per layer")
    experts_shared: int | None = Field(None, ge=0, description="experts per layer that process every token")
    layers: int | None = Field(None, gt=0)
    heads: int | None = Field(None, gt=0, description="attention heads")
    d_model: int | None = Field(None, gt=0, description="hidden size")
    d_ffn: int | None = Field(None, gt=0, description="inner size of a dense feed-forward layer")
    d_expert: int | None = Field(None, gt=0, description="inner size of one expert")
    affiliation: str = ""
    released: DateText | None = None
    links: Links = Links()


EntryKind = type[Record] | type[Model]
"""The class of an entry: what is in papers/ or in models/."""

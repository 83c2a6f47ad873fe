"""Publications: what one publication of a work has, and where each of its values came from.

Field names are the variables of CSL 1.0.2 (https://docs.citationstyles.org/en/v1.0.2/specification.html) with
``_`` for ``-``; identifiers, label, origin and status are moebib's own. The class bodies define the fields, their order
in a file and the schema.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date as day
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from moebib.records.entry import FrozenEntry
from moebib.records.fields import DateText, Day, Identifiers, NamesText, Text, Type, Url
from moebib.records.name import Names
from moebib.text.markup import plain

if TYPE_CHECKING:
    from typing import Unpack

    from moebib.records.inputs import (
        AlternativeArguments,
        ConfirmationArguments,
        OriginArguments,
        PublicationArguments,
        StatusArguments,
        VersionArguments,
    )

__all__ = [
    "ARXIV_PREPRINT",
    "Alternative",
    "Confirmation",
    "Origin",
    "Origins",
    "Publication",
    "Status",
    "StatusKind",
    "Version",
]

ARXIV_PREPRINT: dict[str, Any] = {"type": "article", "genre": "preprint", "container_title": "arXiv"}
"""The fields that say that a work is a preprint on arXiv."""

_MOST_NAMED = 3
_ONE_LINE = r"^[^\x00-\x1f\x7f]+$"
SourceName = Annotated[str, Field(pattern=_ONE_LINE)]


StatusKind = Literal["accepted", "corrected", "retracted", "withdrawn"]


class Status(FrozenEntry, frozen=True):
    """What became of a publication: accepted and still to appear, or corrected, retracted or withdrawn.

    >>> Status(kind="retracted", date="2025-03").date.year
    2025
    """

    kind: StatusKind = Field(description='"accepted" for a publication that is still to appear', examples=["retracted"])
    date: DateText | None = Field(default=None, description="when this happened", examples=["2025-03-01"])
    source: str = Field(
        default="",
        description="where this is stated: a URL or the name of a source",
        examples=["https://doi.org/10.5555/notice"],
    )

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[StatusArguments]) -> None: ...


def _as_in_file(value: object, validate: ValidatorFunctionWrapHandler) -> Any:
    """The value, or one error in place of one for each type that it could have."""
    try:
        return validate(value)
    except ValidationError:
        raise ValueError("should be a string, a number or a list of strings") from None


class Alternative(FrozenEntry, frozen=True):
    """Another value that a source gives for a field.

    >>> Alternative(value="2023", source="dblp", date="2026-11-24")
    Alternative(value='2023', source='dblp', date='2026-11-24')
    """

    value: Annotated[str | int | float | tuple[str, ...], WrapValidator(_as_in_file)] = Field(
        description="as the field has it in a file", examples=["2023"]
    )
    source: SourceName = Field(description="who gives this value", examples=["dblp"])
    date: Day | None = Field(default=None, description="when it was seen", examples=["2026-11-24"])

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[AlternativeArguments]) -> None: ...


class Confirmation(FrozenEntry, frozen=True):
    """A source that gives the value, too."""

    source: SourceName = Field(description="who gives this value", examples=["dblp"])
    date: Day = Field(description="when it was seen", examples=["2026-11-24"])

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[ConfirmationArguments]) -> None: ...


class Origin(FrozenEntry, frozen=True):
    """Where the value of a field came from, and how well it is confirmed.

    ``digest`` locks edited values: an update may replace a value only as long as its digest matches. A value that was
    edited, or entered by hand, does not match and is never overwritten.

    >>> origin = Origin.of("arxiv", day(2026, 11, 24), "GShard")
    >>> origin.fits("GShard"), origin.fits("GShard!")
    (True, False)
    """

    source: SourceName = Field(
        description='a service, the URL of an official page, an identifier, or "another bibliography"',
        examples=["crossref", "https://papers.example/experts", "another bibliography"],
    )
    date: Day = Field(description="when the value was taken from there", examples=["2026-11-24"])
    digest: str = Field(
        default="",
        pattern=r"^(?:[0-9a-f]{8})?$",
        description="digest of the value as it was fetched; none for a value entered by hand",
        examples=["5f0c2a91"],
    )
    confirmed: int = Field(
        default=0, ge=0, strict=True, description="how many independent sources give this value", examples=[2]
    )
    confirmed_by: tuple[Confirmation, ...] = Field(
        default=(),
        description="the sources in which `moebib verify --confirm` found this value",
        examples=[[{"source": "dblp", "date": "2026-11-24"}]],
    )
    disputed: tuple[Alternative, ...] = Field(
        default=(), description="other values, with their sources", examples=[[{"value": "2023", "source": "dblp"}]]
    )
    remark: str = Field(default="", description="for maintainers", examples=["the year of the journal issue"])

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[OriginArguments]) -> None: ...

    @classmethod
    def of(cls, source: str, date: day, value: object) -> Origin:
        """The origin of *value* (plain data, as in ``to_dict``), fetched on *date* from *source*."""
        return cls(source=source, date=date, digest=_digest(value))

    def fits(self, value: object) -> bool:
        """Whether *value* is still the one that was fetched."""
        return self.digest == _digest(value)

    def with_added(self, elements: Iterable[object], source: str) -> Origin:
        """The origin of a list that got more *elements*: still that of the others; a remark names the new *source*.

        It has no digest, which locked the list only as it was.
        """
        elements = ", ".join(map(str, elements))
        if not elements or source == self.source:
            return self.evolve(digest="")
        return self.evolve(digest="", remark="; ".join(filter(None, [self.remark, f"{elements}: {source}"])))


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


Origins = Annotated[
    dict[str, Origin],
    Field(
        description="field -> where its value came from",
        examples=[{"title": {"source": "crossref", "date": "2026-11-24", "digest": "5f0c2a91"}}],
    ),
]


class Publication(FrozenEntry, frozen=True):
    """One publication: one DOI, or one place. Each field is about this publication and no other.

    >>> publication = Publication(type="article-journal", container_title="Journal of Clay", issued="2024-06")
    >>> publication.year, publication.venue, publication.is_preprint
    (2024, 'Journal of Clay', False)
    """

    type: Type = Field(
        description='a CSL type; a preprint is "article" with genre "preprint"', examples=["paper-conference"]
    )
    genre: str = Field(
        default="", description='"preprint" for a preprint, "PhD thesis" for a thesis', examples=["preprint"]
    )
    label: str = Field(default="", description="which version of its arXiv ID, deposit or page it is", examples=["v2"])
    title: Text = Field(
        default="",
        description="in full, as it is printed",
        examples=["Warm Experts: $k$-Means for {MoE} Caches", "H<sub>2</sub>O in <i>E. coli</i>"],
    )
    title_short: Text = Field(
        default="", description="the title cut short, for repeated citations", examples=["Warm Experts"]
    )
    author: NamesText = Field(
        default=Names(),
        description='the complete list, in order; the last element of an incomplete one is "others"',
        examples=[["Arden, Mia", "{Warm Lab}"]],
    )
    editor: NamesText = Field(default=Names(), description="of the volume or book", examples=[["van den Berg, Jan"]])
    translator: NamesText = Field(default=Names(), description="of a translation", examples=[["Cho, Ada"]])
    issued: DateText | None = Field(default=None, description="when it was published", examples=["2024-06-12"])
    event_date: DateText | None = Field(
        default=None, description="when the conference was held", examples=["2024-06-23/2024-06-27"]
    )
    original_date: DateText | None = Field(
        default=None, description="when the original of a reprint or translation was published", examples=["1962"]
    )
    accessed: DateText | None = Field(default=None, description="when the page was last seen", examples=["2026-11-24"])
    container_title: Text = Field(
        default="",
        description="the full name of the journal, proceedings, book or site",
        examples=["Proceedings of the Workshop on Invented Systems"],
    )
    container_title_short: str = Field(
        default="", description="the usual short name of the venue, without the year", examples=["WIS"]
    )
    collection_title: Text = Field(default="", description="the series", examples=["Lecture Notes in Invention"])
    event_title: Text = Field(default="", description="the conference", examples=["Third Workshop on Invented Systems"])
    event_place: str = Field(default="", description="where the conference was held", examples=["Oslo, Norway"])
    publisher: str = Field(
        default="", description="who published it; the university of a thesis", examples=["Invented Press"]
    )
    publisher_place: str = Field(default="", description="where the publisher is", examples=["Berlin"])
    volume: str = Field(default="", description="of the journal, proceedings or book", examples=["12"])
    issue: str = Field(default="", description="the number within a volume", examples=["3"])
    page: str = Field(default="", description="the first and the last page", examples=["1280-1297"])
    number: str = Field(default="", description="an article or report number", examples=["107"])
    edition: str = Field(default="", description="a number, or words", examples=["2"])
    version: str = Field(default="", description="of software or data", examples=["1.4.2"])
    language: str = Field(default="", description="BCP 47", examples=["en", "pt-BR"])
    identifiers: Identifiers = Field(
        default=(), description="of every scheme", examples=[["arxiv:2401.06066", "doi:10.5555/experts"]]
    )
    url: Url | None = Field(
        default=None,
        description="the landing page, if no identifier leads to it",
        examples=["https://papers.example/experts"],
    )
    note: Text = Field(default="", description="printed with the reference", examples=["Best paper award"])

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[PublicationArguments]) -> None: ...

    @property
    def is_preprint(self) -> bool:
        """Whether this is a preprint."""
        return self.type == "article" and self.genre == "preprint"

    @property
    def arxiv_version(self) -> str:
        """The label, if it is that of a version on arXiv ("v2"); else ""."""
        return self.label if re.fullmatch(r"v[1-9]\d*", self.label, re.ASCII) else ""

    @property
    def year(self) -> int | None:
        """The year in which it was published; ``None`` if that is not known."""
        return self.issued.year if self.issued else None

    @property
    def authors_display(self) -> str:
        """The authors as they are printed in a list: "Donald E. Knuth", "Mia Arden and Jan Berg", "Mia Arden et al.".

        Up to three are named.
        """
        names = [name.display() for name in self.author]
        if self.author.others or len(names) > _MOST_NAMED:
            return f"{names[0]} et al."
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    @property
    def venue(self) -> str:
        """The short name of the journal, proceedings, book or site, or the full one."""
        return self.container_title_short or plain(self.container_title)


class Version(Publication, frozen=True):
    """A preprint, workshop paper or other version of a work, as a whole publication.

    Without a title or authors, it has those of the work; every other empty field is empty.

    >>> version = Version(type="article", genre="preprint", identifiers=["arxiv:2401.06066"], issued="2024-01")
    >>> version.is_preprint, str(version.identifiers[0])
    (True, 'arxiv:2401.06066')
    """

    type: Type = Field(default="article", description="a CSL type", examples=["article"])
    status: Status | None = Field(
        default=None,
        description="whether it is still to appear, or was corrected, retracted or withdrawn",
        examples=[{"kind": "withdrawn"}],
    )
    origin: Origins = Field(default={})

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[VersionArguments]) -> None: ...

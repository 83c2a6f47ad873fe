"""Identifiers and the table of their schemes. How people write them is in ``identifier_forms``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import EnumType, StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn, Self
from urllib.parse import quote

from moebib._arguments import checked
from moebib._guesses import GuessedType, guessing, no_attribute, short_repr
from moebib.errors import InputError, InvalidIdentifier, UnknownKey
from moebib.text.suggest import unknown

__all__ = ["ACL_DOI", "Identifier", "Scheme", "acl_id", "schemes"]

Identified = Literal["work", "volume", "database"]
"""What the identifiers of a scheme name: a work, a whole volume or journal, or a record of a database."""


class _SchemeRow(NamedTuple):
    """A scheme."""

    prefix: str
    """The prefix in files and on the command line."""
    names: Identified
    """What its identifiers name. Readers are sent to the page of a database only if there is no other page."""
    page: str = ""
    """The landing page, with {} for the value."""
    pdf: str = ""
    """The PDF, if every identifier has one at such a URL."""


class _SchemeType(EnumType):
    """The type of ``Scheme``, which says how a scheme is named."""

    if not TYPE_CHECKING:

        def __getattr__(cls, name: str) -> Any:
            members = cls.__dict__.get("_member_map_", {})
            if name in members:
                return members[name]
            if name.startswith("_") or not members:  # while the class is made
                raise AttributeError(name)
            raise no_attribute("Scheme", name, members, {member.lower(): member for member in members})

        def __getitem__(cls, name: str) -> Any:
            if name not in cls._member_map_:
                raise UnknownKey(unknown("scheme", str(name), cls._member_map_))
            return cls._member_map_[name]


class Scheme(StrEnum, metaclass=_SchemeType):
    """The schemes of identifiers. To add one, add a row here, and one to ``identifier_forms`` for how it is written.

    >>> Scheme("arxiv") is Scheme.ARXIV, str(Scheme.DOI)
    (True, 'doi')
    """

    ARXIV = _SchemeRow("arxiv", "work", "https://arxiv.org/abs/{}", "https://arxiv.org/pdf/{}")
    DOI = _SchemeRow("doi", "work", "https://doi.org/{}")
    OPENREVIEW = _SchemeRow(
        "openreview", "work", "https://openreview.net/forum?id={}", "https://openreview.net/pdf?id={}"
    )
    ACL = _SchemeRow("acl", "work", "https://aclanthology.org/{}/", "https://aclanthology.org/{}.pdf")
    DBLP = _SchemeRow("dblp", "database", "https://dblp.org/rec/{}")
    ISBN = _SchemeRow("isbn", "volume")
    ISSN = _SchemeRow("issn", "volume")
    URL = _SchemeRow("url", "work", "{}")
    PMID = _SchemeRow("pmid", "work", "https://pubmed.ncbi.nlm.nih.gov/{}/")
    PMCID = _SchemeRow("pmcid", "work", "https://pmc.ncbi.nlm.nih.gov/articles/{}/")
    HAL = _SchemeRow("hal", "work", "https://hal.science/{}")
    SHORTDOI = _SchemeRow("shortdoi", "work", "https://doi.org/{}")
    S2 = _SchemeRow("s2", "database", "https://www.semanticscholar.org/paper/{}")
    OPENALEX = _SchemeRow("openalex", "database", "https://openalex.org/{}")
    HF = _SchemeRow("hf", "database", "https://huggingface.co/{}")

    row: _SchemeRow

    def __new__(cls, *row: Any) -> Self:
        """A member that is a string, the prefix, and has its row as an attribute."""
        member = str.__new__(cls, row[0])
        member._value_ = row[0]
        member.row = _SchemeRow(*row)
        return member

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        raise InputError(unknown("scheme", str(value), map(str, cls)))


def schemes(*first: Scheme, names: Identified) -> tuple[Scheme, ...]:
    """*first*, then all other schemes whose identifiers name *names*, including those that are added later."""
    return tuple(dict.fromkeys((*first, *(scheme for scheme in Scheme if scheme.row.names == names))))


ACL_DOI = re.compile(r"10\.18653/v1/(.+)", re.I)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def acl_id(value: str) -> str:
    """The canonical spelling of an ACL Anthology ID: "P19-1017", "2024.acl-long.70"."""
    return value.upper() if re.fullmatch(r"[a-z]\d{2}-\d{4}", value, re.I) else value.lower()


_GUESSES = {
    **dict.fromkeys(("doi", "arxiv", "id", "text", "identifier", "name"), "value"),
    **dict.fromkeys(("type", "kind", "prefix", "system"), "scheme"),
    **dict.fromkeys(("link", "page", "href"), "url"),
}
"""What the parts of identifiers are called elsewhere."""


@guessing(
    _GUESSES,
    order="sort by a text: sorted(identifiers, key=str)",
    change="moebib.parse_identifier(text) makes another identifier",
)
@dataclass(frozen=True, slots=True, repr=False)
class Identifier(metaclass=GuessedType):
    """A canonical identifier. ``version`` ("2" for arXiv's v2) is not part of its identity and is not compared.

    >>> Identifier(Scheme.ARXIV, "1706.03762", version="7") == Identifier(Scheme.ARXIV, "1706.03762")
    True
    >>> str(Identifier(Scheme.ARXIV, "1706.03762"))
    'arxiv:1706.03762'
    """

    scheme: Scheme
    value: str
    version: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.value.isascii() and _SURROGATE.search(self.value):
            raise InvalidIdentifier(f"lone surrogate, which cannot be encoded: {self.value!r}", given=self.value)

    __repr__ = short_repr

    @property
    def url(self) -> str | None:
        """The landing page, or ``None`` if the scheme has none (ISBN, ISSN)."""
        # Semantic Scholar has another permalink for its numbers than for its hashes.
        page = "https://api.semanticscholar.org/{}" if self.value.startswith("CorpusID:") else self.scheme.row.page
        return self._at(page)

    @property
    def pdf(self) -> str | None:
        """The PDF, or ``None`` if its URL does not follow from an identifier of this scheme.

        >>> Identifier(Scheme.ARXIV, "1706.03762").pdf
        'https://arxiv.org/pdf/1706.03762'
        """
        return self._at(self.scheme.row.pdf)

    def _at(self, page: str) -> str | None:
        return page.format(quote(self.value, safe="/:;()+.-_~,@!$'*=&?%#")) if page else None

    @property
    def is_of_one_work(self) -> bool:
        """Whether it names a single work; all papers in a volume or journal share its ISBN or ISSN."""
        return self.scheme.row.names != "volume"

    @property
    def canonical(self) -> Identifier:
        """The identifier that a DOI was derived from, for comparing: ``acl:`` for 10.18653/v1/..."""
        match = ACL_DOI.fullmatch(self.value) if self.scheme is Scheme.DOI else None
        return Identifier(Scheme.ACL, acl_id(match[1])) if match else self

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


Identifier.__init__ = checked('moebib.parse_identifier("10.5555/pots") reads a text')(Identifier.__init__)  # type: ignore[method-assign]

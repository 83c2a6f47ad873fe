"""Identifiers of works: reads every form in which people paste them, and writes one canonical spelling.

The forms are in ``identifier_forms``. A text in a known form with an invalid part (month 13, a wrong check digit) is
rejected with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from moebib._arguments import checked
from moebib.errors import InvalidIdentifier
from moebib.records.identifier_forms import FORMS, PREFIXES, Form, Prefix
from moebib.records.identifier_readers import read_url
from moebib.records.scheme import Identifier, Scheme, schemes
from moebib.text.urls import starts_with_http

__all__ = [
    "Identifier", "Scheme", "find_identifier", "find_page", "is_title", "parse_identifier", "parse_request", "schemes",
]  # fmt: skip


@checked()
@lru_cache(maxsize=4096)
def parse_identifier(text: str) -> Identifier:
    """The identifier in *text*, which is bare, has a prefix or is a URL.

    >>> [str(parse_identifier(t)) for t in ("2401.00010v2", "hep-th/9901001", "10.48550/ARXIV.1706.03762")]
    ['arxiv:2401.00010', 'arxiv:hep-th/9901001', 'arxiv:1706.03762']
    >>> parse_identifier("https://arxiv.org/pdf/1706.03762v7").version
    '7'
    >>> str(parse_identifier("https://dl.acm.org/doi/pdf/10.1145/3503221.3508418"))
    'doi:10.1145/3503221.3508418'
    >>> str(parse_identifier("https://doi.org/10.18653/v1/2024.acl-long.70"))
    'acl:2024.acl-long.70'

    The canonical spelling is read back as it is, even if two schemes name the same work:

    >>> str(parse_identifier("doi:10.18653/v1/2024.acl-long.70"))
    'doi:10.18653/v1/2024.acl-long.70'

    Raises:
        InvalidIdentifier: If *text* is in no known form, or has an invalid part; the message says which.
    """
    given = _unwrapped(text)
    if starts_with_http(given):
        return _parse_url(given, given)
    prefixed = re.fullmatch(r"(\w+(?:-1[03])?)(?::\s*|\s+)(?!//)(.*)", given)
    if prefixed and (prefix := _by_prefix().get(prefixed[1].lower())):
        return _read_prefixed(prefix, prefixed[2], given)
    if re.match(r"[a-z][a-z+.-]*://", given, re.I):
        raise InvalidIdentifier(f"only http(s) URLs are supported: {given!r}", given=given)
    if found := _first(_by_site()[""], (given,)):
        return found.identifier(given)
    if re.fullmatch(r"(?://)?(?:[\w-]+\.)+[a-z]{2,}/\S*", given, re.I):
        return _parse_url(f"https://{given.removeprefix('//')}", given)
    raise InvalidIdentifier(_unrecognised(given), given=given)


def find_identifier(text: str) -> Identifier | None:
    """The identifier in *text*, as in :func:`parse_identifier`; ``None`` if there is no valid one.

    >>> str(find_identifier("arXiv:2401.00010")), find_identifier("arXiv:2413.00010")
    ('arxiv:2401.00010', None)
    """
    try:
        return parse_identifier(text)
    except InvalidIdentifier:
        return None


def find_page(text: str) -> Identifier | None:
    """The page to look up if no source knows the DOI of *text*, because it was made of a number in a URL.

    Some sites also have works with DOIs of other publishers, which are on their pages.

    >>> find_page("https://zenodo.org/records/1234567").value
    'https://zenodo.org/records/1234567'
    >>> find_page("https://doi.org/10.5281/zenodo.1234567")

    Raises:
        InvalidIdentifier: If the URL is invalid.
    """
    given = text.strip()
    found = _in_url(given) if starts_with_http(given) else None
    return read_url(given, given) if found and found.form.is_made else None


def parse_request(text: str) -> Identifier:
    """As :func:`parse_identifier`, to look up a work: rejects URLs of pages that are about no single work.

    >>> parse_request("https://scholar.google.com/scholar?q=experts")
    Traceback (most recent call last):
    moebib.errors.InvalidIdentifier: Google Scholar cannot be looked up; use the DOI, the arXiv ID or the title of the \
work: 'https://scholar.google.com/scholar?q=experts'

    Raises:
        InvalidIdentifier: As :func:`parse_identifier`, and for such a page.
    """
    try:
        identifier = parse_identifier(text)
    except InvalidIdentifier:
        if nearest := _identifier_in(text):
            given = text.strip()
            raise InvalidIdentifier(f"not an identifier alone: {given!r}; write {nearest}", given=given) from None
        raise
    if identifier.scheme is Scheme.URL and not text.strip().lower().startswith("url:"):
        page = re.sub(r"^https?://(?:www\.)?", "", identifier.value)
        for pattern, why in _NO_WORKS:
            if re.fullmatch(pattern, page, re.I):
                raise InvalidIdentifier(f"{why}: {text.strip()!r}", given=text.strip())
    return identifier


_LABEL = re.compile(r"\s+\[(?:doi|pmid|pmcid)\]$", re.I)
"""What PubMed and MEDLINE put behind an identifier."""
_REPEATED = re.compile(r"^(?:(\w+):\s*(?=\1\b)|doi:\s*(?=(?:info|urn):doi))", re.I)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def _unwrapped(text: str) -> str:
    """*text* without the spaces, quotes and brackets around it: "(doi:10.1000/xyz).", and with one prefix."""
    given = text.strip() if text.isascii() else _UNSEEN.sub("", text).strip()
    if ":" in given or given.endswith("]"):
        given = _REPEATED.sub("", _LABEL.sub("", given))
    wrapped = re.fullmatch(r"[<(\[{\"'`\u201c]+((?:\w+:? )?[^\s()\[\]]\S*)[>)\]}\"'`\u201d][.,;]?", given)
    return wrapped[1] if wrapped else given


@cache
def _by_prefix() -> Mapping[str, Prefix]:
    return {prefix.name: prefix for prefix in PREFIXES}


def _read_prefixed(prefix: Prefix, value: str, given: str) -> Identifier:
    """The identifier after a prefix: it may also be the URL of one of this scheme ("arXiv: https://arxiv.org/...")."""
    if prefix.name != Scheme.URL and starts_with_http(value):
        identifier = find_identifier(value)
        if identifier and identifier.scheme == prefix.name:
            return identifier
    return prefix.read(value, given)


def _parse_url(url: str, given: str) -> Identifier:
    """The identifier that a URL of a known form leads to, else the URL itself."""
    found = _in_url(url)
    return found.identifier(given) if found else read_url(url, given)


class _Match(NamedTuple):
    form: Form
    match: re.Match[str]

    def identifier(self, given: str) -> Identifier:
        return self.form.read(self.match.expand(self.form.made), given)


def _in_url(url: str) -> _Match | None:
    parts = re.match(r"https?://(?:[^/?#@]*@)?([^/?#:]*)(?::\d*)?/*(.*)", url, re.I)
    host, rest = parts.groups() if parts else ("", "")
    labels = host.lower().strip(".").split(".")
    sites = (*(".".join(labels[start:]) for start in range(len(labels))), f"{labels[0]}.")
    paths = tuple(dict.fromkeys((re.split("[?#]", rest, maxsplit=1)[0], rest.partition("#")[0], rest)))
    found = _first((form for site in sites for form in _by_site().get(site, ())), paths)
    if found is None and "10." in rest:  # a DOI at any site
        return _first(_by_site()["*"], dict.fromkeys((*paths, *map(unquote, paths))))
    return found


def _first(forms: Iterable[Form], texts: Iterable[str]) -> _Match | None:
    for form in forms:
        for text in texts:
            if match := _compiled(form.pattern).fullmatch(text):
                return _Match(form, match)
    return None


# Patterns are compiled when they are first needed: reading a list needs few of them.
@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I | re.A)


@cache
def _by_site() -> Mapping[str, Sequence[Form]]:
    """The forms by site; those of texts are under ""."""
    forms: dict[str, list[Form]] = {}
    for form in FORMS:
        for site in form.sites or ("",):
            forms.setdefault(site, []).append(form)
    return forms


_USE = "use the DOI, the arXiv ID or the title of the work"
_MANY = "this page lists many works; use the identifier or the title of one"
_NO_WORKS = (
    (r"scholar\.google\..*|scholar\.googleusercontent\..*", f"Google Scholar cannot be looked up; {_USE}"),
    (r"(?:[\w-]+\.)?researchgate\.net/.*", f"ResearchGate does not let programs read its pages; {_USE}"),
    (r"(?:[\w-]+\.)?academia\.edu/.*", f"Academia.edu does not let programs read its pages; {_USE}"),
    (r"(?:google\.[\w.]+/(?:search|url)|bing\.com/search|duckduckgo\.com/|search\.(?:brave|yahoo|crossref)\.\w+/).*",
     f"a web search is about no single work; {_USE}"),
    (r"(?:[\w-]+\.)?arxiv\.org/(?:(?:list|a|search|archive|year|catchup|corr|multi)(?:[/?].*)?)?", _MANY),
    (r"(?:[\w-]+\.)?semanticscholar\.org/(?:search|author|venue|topic|me|cite)\b.*", _MANY),
    (r"dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/(?:db|pid|pers|search|streams|series)\b.*", _MANY),
    (r"openreview\.net/(?:group|profile|search|venues?|submissions)\b.*", _MANY),
    (r"aclanthology\.org/(?:volumes|events|people|venues|search|sigs)?(?:/.*)?", _MANY),
    (r"pubmed\.ncbi\.nlm\.nih\.gov/(?:\?.*)?|ncbi\.nlm\.nih\.gov/pubmed/?(?:\?.*)?", _MANY),
    (r"(?:huggingface\.co|hf\.co)/(?:(?:papers|models|datasets|spaces)/?(?:\?.*)?|(?:collections|papers/\w+)/.*)",
     _MANY),
    (r"(?:ieeexplore\.ieee\.org/(?:search|xpl/(?:conhome|RecentIssue|tocresult)|author)|"
     r"dl\.acm\.org/(?:toc|action|profile|conference)|link\.springer\.com/(?:search|journal)|"
     r"openalex\.org/(?:works\?|authors|institutions|sources)|connectedpapers\.com)\b.*", _MANY),
    (r"proceedings\.mlr\.press/(?:v\d+/?)?|openaccess\.thecvf\.com/[\w-]*(?:\.py)?(?:\?.*)?", _MANY),
    (r"(?:scopus|webofscience|webofknowledge)\.com/.*", f"this database can only be read after a login; {_USE}"),
    (r"(?:[\w-]+\.)?paperswithcode\.com/.*", f"Papers with Code no longer exists; {_USE}"),
)  # fmt: skip
"""Pages that no source can look up, and what to use in their place; the pattern is without "https://www."."""

_NEAREST = (
    (r"\d+", "a number needs a prefix to be an identifier: {0!r}; write pmid:{0} for a PubMed ID"),
    (r"\d{4}/\d+", "not an arXiv ID (2401.06066 or hep-th/9901001): {0!r}; for a report of IACR, use its URL, "
                   "https://eprint.iacr.org/{0}"),
    (r"\d{4}\.\d+(?:v\d+)?", "an arXiv ID has 4 or 5 digits after the period (2401.06066): {0!r}"),
    (r"10\.\d{4,9}(?:\.\d+)*/?", "a DOI has a suffix after the slash (10.NNNN/suffix): {0!r}"),
    (r"doi", "a DOI begins with 10. (10.NNNN/suffix): {0!r}"),
    (r"PMC\.?", "a PubMed Central ID has digits after PMC (PMC1234567): {0!r}"),
    (r"RFC", "an RFC has a number (RFC 9110): {0!r}"),
    (r"(?!10\.)[\w.-]+/[\w.-]+", "a repository needs its site: {0!r}; write hf:{0} or https://github.com/{0}"),
    (r"(?:hal|tel|inria|halshs)[-_]\d*(?:v\d+)?", "a HAL ID has 8 digits (hal-01234567): {0!r}"),
    (r"(?:97[89][ -]?)[\d -]+X?", "an ISBN has 10 or 13 digits: {0!r}"),
    (r"(?:astro-ph|cond-mat|cs|econ|eess|hep-\w+|math|math-ph|nlin|nucl-\w+|physics|q-bio|q-fin|quant-ph|stat)"
     r"(?:\.[A-Z]{2}|\.[a-z-]+)?", "a category of arXiv is about many works; use the ID of one (2401.06066): {0!r}"),
)  # fmt: skip
"""Texts that are nearly an identifier, and the form that works."""


def _unrecognised(given: str) -> str:
    """The message about a text in no known form."""
    for pattern, message in _NEAREST:
        if re.fullmatch(pattern, given, re.I | re.A):
            return message.format(given)
    return f"not an identifier (arXiv ID, DOI, ACL, OpenReview, DBLP, PubMed, ISBN, HAL, ... or URL): {given!r}"


def _identifier_in(text: str) -> Identifier | None:
    """The only identifier among the words of *text*, with what is before it as its prefix."""
    words = [word for word in re.split(r"[\s,;()\[\]\"'`]+", text) if word]
    candidates = [*words, *(f"{name}:{value}" for name, value in pairwise(word.strip(":.") for word in words))]
    identifiers = {find_identifier(word.rstrip(".:")) for word in candidates}
    found = [identifier for identifier in identifiers if identifier and identifier.scheme is not Scheme.URL]
    return found[0] if len(found) == 1 else None


def is_title(text: str) -> bool:
    """Whether *text*, which is no identifier, can be a title: it has two words and does not begin like an identifier.

    In scripts without spaces, a title is one word.

    >>> is_title("DBLP - Some Lessons"), is_title("arxiv: 2413.00001"), is_title("arXiv 2413.00001"), is_title("bread")
    (True, False, False, False)
    """
    if re.match(rf"(?:{'|'.join(Scheme)})\s*:|https?:", text.strip(), re.I):
        return False
    words = [word for word in text.split() if re.search(r"[^\W\d_]", word)]
    return len(words) > 1 or len(re.findall(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]", text)) > 3

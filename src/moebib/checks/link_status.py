"""What is wrong with links according to their sites: the rules that need `moebib check --links`.

A link is dead if its server says so, or if its host no longer exists. Timeouts, refusals and CAPTCHAs are inconclusive.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, urldefrag, urlsplit

from moebib.checks.engine import Responses, Violation
from moebib.checks.links import CLOSED_SITES, links_of
from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.checks.rules.link_targets import DEAD_LINK, REDIRECTED_LINK
from moebib.errors import InputError
from moebib.lookup.outages import outages
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.text.shorten import quote
from moebib.web.response import GONE, LinkStatus

__all__ = ["EntryLink", "describe_redirect", "link_flaw", "link_responses", "links_in", "requested_url", "trustworthy"]


class EntryLink(NamedTuple):
    """A link of an entry, and its path in the entry."""

    id: str
    path: FieldPath
    url: str
    is_of_model: bool = False


def links_in(context: Context) -> Iterator[EntryLink]:
    """The links of all works and models, except those that only repeat an identifier as a URL."""
    for record in context.records:
        for path, url in links_of(record):
            if not _is_identifier(record, url):
                yield EntryLink(record.id, path, url)
    for model in context.models:
        yield from (EntryLink(model.id, path, url, is_of_model=True) for path, url in links_of(model))


def _is_identifier(record: Record, url: str) -> bool:
    try:
        return parse_identifier(url).canonical in {identifier.canonical for identifier in record.all_identifiers}
    except InputError:
        return False


def requested_url(url: str) -> str:
    """The URL without its fragment, which is not sent to the server.

    >>> requested_url("https://example.org/experts#results")
    'https://example.org/experts'
    """
    return urldefrag(url).url


def trustworthy(statuses: Iterable[LinkStatus]) -> dict[str, LinkStatus]:
    """URL -> its status. That a host does not exist counts only if another host has just responded.

    Without a network, some systems report that of every host.
    """
    by_url = {status.url: status for status in statuses}
    if any(status.status and not status.is_cached for status in by_url.values()):
        return by_url
    return {url: status._replace(host_unknown=False) for url, status in by_url.items()}


def link_flaw(path: FieldPath, status: LinkStatus) -> tuple[Rule, Flaw] | None:
    """What is wrong with the link at *path*; ``None`` if nothing is, or the response is inconclusive."""
    url = quote(status.url)
    hint = f"look for its new URL; https://web.archive.org/web/{status.url} may have a copy of the page"
    if status.status in GONE and not status.why:
        return DEAD_LINK, Flaw(path, f"dead link ({status.status}): {url}", hint)
    if status.host_unknown:
        return DEAD_LINK, Flaw(path, f"dead link (its host does not exist): {url}", hint)
    if not status.why and (where := describe_redirect(status.url, status.final)):
        return REDIRECTED_LINK, Flaw(path, f"link redirected to {where}: {url}", hint)
    return None


def link_responses(links: Sequence[EntryLink], statuses: Iterable[LinkStatus], rules: Sequence[Rule]) -> Responses:
    """What *rules* find in the responses of the sites that *links* lead to."""
    by_url = trustworthy(statuses)
    violations: list[Violation] = []
    inconclusive: list[tuple[str, str]] = []
    for link in links:
        status = by_url[requested_url(link.url)]._replace(url=link.url)
        rule, flaw = link_flaw(link.path, status) or (None, None)
        if rule and flaw and rule in rules:
            violations.append(Violation(rule, link.id, flaw, link.is_of_model))
        elif status.why and not flaw:
            inconclusive.append((link.url, status.why))
    numbers = Counter(url for url, _ in inconclusive)
    by_reason = {outage.why: sum(numbers[url] for url in outage.sources) for outage in outages(inconclusive)}
    return Responses(tuple(violations), by_reason)


# Where expired domains are offered for sale.
_PARKED = (
    "above.com", "afternic.com", "bodis.com", "buydomains.com", "dan.com", "domainmarket.com", "dynadot.com",
    "hugedomains.com", "namecheap.com", "parkingcrew.net", "parklogic.com", "sav.com", "sedo.com", "sedoparking.com",
    "spaceship.com", "undeveloped.com", "uniregistry.com",
)  # fmt: skip
# A short URL may well lead to a front page.
_SHORTENERS = frozenset({
    "aka.ms", "amzn.to", "bit.ly", "bitly.com", "buff.ly", "cutt.ly", "g.co", "goo.gl", "is.gd", "lnkd.in", "ow.ly",
    "purl.org", "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "t.co", "tiny.cc", "tinyurl.com", "w3id.org", "youtu.be",
})  # fmt: skip
_LOGIN_STEPS = frozenset(
    {"login", "log-in", "logon", "signin", "sign-in", "sign_in", "sso", "saml", "shibboleth", "authorize"}
)
_LOGIN_HOSTS = frozenset({"login", "signin", "sso", "idp", "auth", "accounts", "shibboleth", "cas"})
_ERROR_STEPS = frozenset({"404", "error404", "not-found", "notfound", "page-not-found", "pagenotfound"})
_FRONT_PAGE = re.compile(
    r"/?(?:(?:index|default|home|main|welcome)(?:\.\w+)?|(?:de|en|es|fr|it|ja|ko|nl|pt|ru|zh)(?:[-_][a-z]{2})?)?/?",
    re.I,
)


def describe_redirect(requested: str, final: str) -> str:
    """The kind of unrelated page that a URL was redirected to; empty if the page may be the one that was requested.

    >>> describe_redirect("https://example.org/experts", "https://www.example.com/")
    'the front page of www.example.com'
    >>> describe_redirect("http://example.org/experts", "https://www.example.org/experts/")
    ''
    """
    try:
        old, new = urlsplit(requested), urlsplit(final)
    except ValueError:
        return ""
    is_same_host = _host(old) == _host(new)
    if is_same_host and old.path.strip("/") == new.path.strip("/"):
        return ""
    host = new.hostname or ""
    if not is_same_host and any(host == parked or host.endswith(f".{parked}") for parked in _PARKED):
        return f"{host}, where domains are sold"
    if not is_same_host and "closed" in (why := CLOSED_SITES.get(_host(old), "")):
        return f"{host}, because its site was {why}"
    if _is_login(new) and not _is_login(old):
        return f"a login page of {host}"
    if _steps(new) & _ERROR_STEPS and not _steps(old) & _ERROR_STEPS:
        return f"an error page of {host}"
    if _is_front_page(new) and not _is_front_page(old) and not _may_be_front_page(old, new):
        return f"the front page of {host}"
    return ""


def _host(url: SplitResult) -> str:
    return (url.hostname or "").removeprefix("www.")


def _steps(url: SplitResult) -> set[str]:
    """The steps of the path, in lower case and without extensions."""
    return {step.partition(".")[0] for step in url.path.lower().split("/")}


def _is_login(url: SplitResult) -> bool:
    first, *rest = _host(url).split(".")
    return bool(_steps(url) & _LOGIN_STEPS) or (first in _LOGIN_HOSTS and len(rest) > 1)


def _is_front_page(url: SplitResult) -> bool:
    return not url.query and _FRONT_PAGE.fullmatch(url.path) is not None


def _may_be_front_page(old: SplitResult, new: SplitResult) -> bool:
    """Whether the front page may be what was requested: by a short URL, or because the new host has its name."""
    names = re.findall(r"[a-z0-9]{3,}", (new.hostname or "").lower().replace("-", ""))
    last = re.sub(r"[^a-z0-9]", "", old.path.lower().rstrip("/").rpartition("/")[2])
    return _host(old) in _SHORTENERS or (len(last) > 2 and any(last in name for name in names))

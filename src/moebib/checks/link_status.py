"""Linking: which links there are to look at, and what it says of a link how its address answered.

A link is dead if its server says so, or its host has no name any more. Whoever does not answer, refuses, or asks
whether one is a robot, says nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, urldefrag, urlsplit

from moebib.checks.rules import Context, FieldPath, Flaw
from moebib.checks.rules._addresses import CLOSED
from moebib.errors import InputError
from moebib.records.identifier import parse_identifier
from moebib.records.record import Model, Record
from moebib.text.shorten import quote
from moebib.web.response import DEAD, LinkStatus

__all__ = ["Link", "elsewhere", "flaw_of", "links_in", "requested_url", "trustworthy"]


class Link(NamedTuple):
    """A link of an entry, and where in the entry it stands."""

    id: str
    path: FieldPath
    url: str
    is_of_model: bool = False


def links_in(context: Context) -> Iterator[Link]:
    """The links of all works and models, but not those that only write an identifier as an address."""
    for record in context.records:
        yield from (Link(record.id, path, url) for path, url in _links(record) if not _is_identifier(record, url))
    for model in context.models:
        yield from (Link(model.id, path, url, is_of_model=True) for path, url in _links(model))


def _links(entry: Record | Model) -> Iterator[tuple[FieldPath, str]]:
    if entry.url:
        yield ("url",), entry.url
    for kind, urls in entry.links:
        yield from ((("links", kind, i), url) for i, url in enumerate(urls))


def _is_identifier(record: Record, url: str) -> bool:
    try:
        return parse_identifier(url).canonical in {one.canonical for one in record.all_identifiers}
    except InputError:
        return False


def requested_url(url: str) -> str:
    """What is asked for: a server never hears of the place in its page.

    >>> requested_url("https://example.org/experts#results")
    'https://example.org/experts'
    """
    return urldefrag(url).url


def trustworthy(looks: Iterable[LinkStatus]) -> dict[str, LinkStatus]:
    """Address -> how it answered. That a host has no name is trustworthy only if any other host answered now.

    Without a network, some systems say so of every name.
    """
    found = {look.url: look for look in looks}
    if any(look.status and not look.is_cached for look in found.values()):
        return found
    return {url: look._replace(host_unknown=False) for url, look in found.items()}


def flaw_of(path: FieldPath, look: LinkStatus) -> tuple[str, Flaw] | None:
    """The code of the rule and the flaw; ``None`` if there is none, or it cannot be told."""
    shown = quote(look.url)
    archived = f"look for its new address; https://web.archive.org/web/{look.url} may have the page as it was"
    if look.status in DEAD and not look.why:
        return "MB366", Flaw(path, f"a dead link, answered with {look.status}: {shown}", archived)
    if look.host_unknown:
        return "MB366", Flaw(path, f"a dead link, its host does not exist: {shown}", archived)
    if not look.why and (where := elsewhere(look.url, look.final)):
        return "MB367", Flaw(path, f"a link that leads to {where}: {shown}", archived)
    return None


_PARKED = (
    "above.com", "afternic.com", "bodis.com", "buydomains.com", "dan.com", "domainmarket.com", "dynadot.com",
    "hugedomains.com", "namecheap.com", "parkingcrew.net", "parklogic.com", "sav.com", "sedo.com", "sedoparking.com",
    "spaceship.com", "undeveloped.com", "uniregistry.com",
)  # fmt: skip
"""Where names are sold: they end there when nobody pays for them any more."""
_SHORTENERS = frozenset({
    "aka.ms", "amzn.to", "bit.ly", "bitly.com", "buff.ly", "cutt.ly", "g.co", "goo.gl", "is.gd", "lnkd.in", "ow.ly",
    "purl.org", "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "t.co", "tiny.cc", "tinyurl.com", "w3id.org", "youtu.be",
})  # fmt: skip
"""A short link may well lead to a front page."""
_LOGINS = frozenset(
    {"login", "log-in", "logon", "signin", "sign-in", "sign_in", "sso", "saml", "shibboleth", "authorize"}
)
_LOGIN_HOSTS = frozenset({"login", "signin", "sso", "idp", "auth", "accounts", "shibboleth", "cas"})
_ERRORS = frozenset({"404", "error404", "not-found", "notfound", "page-not-found", "pagenotfound"})
_FRONT = re.compile(
    r"/?(?:(?:index|default|home|main|welcome)(?:\.\w+)?|(?:de|en|es|fr|it|ja|ko|nl|pt|ru|zh)(?:[-_][a-z]{2})?)?/?",
    re.I,
)


def elsewhere(asked: str, final: str) -> str:
    """To what else an address leads than a page like the one that was asked for; empty if to none.

    >>> elsewhere("https://example.org/experts", "https://www.example.com/")
    'the front page of www.example.com'
    >>> elsewhere("http://example.org/experts", "https://www.example.org/experts/")
    ''
    """
    try:
        here, there = urlsplit(asked), urlsplit(final)
    except ValueError:
        return ""
    if _host(here) == _host(there) and here.path.strip("/") == there.path.strip("/"):
        return ""
    host = there.hostname or ""
    if _host(here) != _host(there) and _is_one_of(host, _PARKED):
        return f"{host}, where names of hosts are sold"
    if _host(here) != _host(there) and "closed" in (why := CLOSED.get(_host(here), "")):
        return f"{host}, for its site was {why}"
    if _is_login(there) and not _is_login(here):
        return f"a login at {host}"
    if _steps(there) & _ERRORS and not _steps(here) & _ERRORS:
        return f"a page of {host} that says that there is none"
    if _is_front_page(there) and not _is_front_page(here) and not _is_at_home(here, there):
        return f"the front page of {host}"
    return ""


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _steps(parts: SplitResult) -> set[str]:
    """The steps of the path, in lower case and without endings."""
    return {step.partition(".")[0] for step in parts.path.lower().split("/")}


def _is_one_of(host: str, known: Iterable[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in known)


def _is_login(parts: SplitResult) -> bool:
    first, *more = _host(parts).split(".")
    return bool(_steps(parts) & _LOGINS) or (first in _LOGIN_HOSTS and len(more) > 1)


def _is_front_page(parts: SplitResult) -> bool:
    return not parts.query and _FRONT.fullmatch(parts.path) is not None


def _is_at_home(here: SplitResult, there: SplitResult) -> bool:
    """Whether the front page is what was asked for: by a short link, or because the host is named after it."""
    names = re.findall(r"[a-z0-9]{3,}", (there.hostname or "").lower().replace("-", ""))
    last = re.sub(r"[^a-z0-9]", "", here.path.lower().rstrip("/").rpartition("/")[2])
    return _host(here) in _SHORTENERS or (len(last) > 2 and any(last in name for name in names))

"""Limits: how often a host may be queried. Sources declare those of their hosts; ``Web`` keeps to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

__all__ = ["Limit", "key_for_more", "limit_of"]


class Limit(NamedTuple):
    """How often a host may be queried, as its service documents. All requests that match it count together.

    A service has several if the rate depends on the request; the first one that fits the request applies.
    """

    host: str
    """"api.example.org", or ".example.org" for example.org and all its subdomains together."""
    rates: tuple[tuple[int, float], ...] = ((1, 1),)
    """Pairs of a number of requests and the seconds they may be made in; all of them apply."""
    path: str = ""
    """Only for requests of this path; empty for all."""
    with_mailto: bool = False
    """Only if there is a contact address, which the service asks for: no other host gets it in the User-Agent."""
    with_key: str = ""
    """Only if there is an API key of this source."""
    budget: str = ""
    """What the service counts in X-RateLimit headers, if it allows only so many for hours: "credits"."""
    contact_page: bool = False
    """Whether the User-Agent names the page of moebib, because the service refuses clients that name no contact."""

    @property
    def name(self) -> str:
        """A name that no other limit has.

        >>> Limit("api.example.org", path="/works", with_mailto=True).name
        'api.example.org/works with mailto'
        """
        return f"{self.host}{self.path}{' with mailto' * self.with_mailto}{' with key' * bool(self.with_key)}"


def limit_of(url: str, limits: Iterable[Limit], *, has_mailto: bool = False, keys: Collection[str] = ()) -> Limit:
    """The limit for requests of *url*; for a host of which none is declared, one request per second.

    >>> limit_of("https://export.arxiv.org/api/query?id_list=2401.06066", [Limit(".arxiv.org", ((1, 3),))])
    Limit(host='.arxiv.org', rates=((1, 3),), path='', with_mailto=False, with_key='', budget='', contact_page=False)
    """
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path.rstrip("/")
    for limit in limits:
        is_host = f".{host}".endswith(limit.host) if limit.host.startswith(".") else host == limit.host
        is_due = has_mailto >= limit.with_mailto and (not limit.with_key or limit.with_key in keys)
        if is_host and is_due and limit.path in ("", path):
            return limit
    return Limit(host)


def key_for_more(limit: Limit, limits: Iterable[Limit]) -> str:
    """The source for which an API key would replace *limit* by another one of the same host; empty if none would.

    >>> limits = [Limit("api.example.org", ((5, 1),), with_key="example"), Limit("api.example.org")]
    >>> key_for_more(limits[1], limits), key_for_more(limits[0], limits)
    ('example', '')
    """
    keys = (other.with_key for other in limits if other.host == limit.host and other.with_key)
    return "" if limit.with_key else next(keys, "")

"""Outages: the services that did not respond, together if it is for one reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

__all__ = ["MOEBIB", "Outage", "outages", "outages_in"]

MOEBIB = "moebib"
"""The source of answers that come from no source: a title is ambiguous, or a text is not a query."""
_HOSTS_SHOWN = 12
"""How many hosts with the same reason are named. More have only links to many sites."""


class Outage(NamedTuple):
    """The sources that did not respond for one reason."""

    sources: tuple[str, ...]
    why: str

    def __str__(self) -> str:
        return f"{', '.join(self.sources)} did not respond: {self.why}"


def outages_in(unavailable: Iterable[Mapping[str, str]]) -> list[Outage]:
    """The outages of services in the reasons for several works (source -> why)."""
    reasons = {source: why for of_work in unavailable for source, why in of_work.items() if source != MOEBIB}
    return outages(reasons.items())


def outages(unavailable: Iterable[tuple[str, str]]) -> list[Outage]:
    """Pairs of a source and why it did not respond, by reason: no network, for example, is one for all hosts.

    >>> print(*outages([("crossref", "cannot reach a.org (no network)"), ("dblp", "cannot reach b.org (no network)")]))
    crossref, dblp did not respond: cannot reach a.org, b.org (no network)
    """
    groups: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for source, reason in unavailable:
        of_host = re.fullmatch(r"(cannot reach|no cached response from) ([^\s,]+)(\W.*)", reason, re.S)
        before, host, after = of_host.groups() if of_host else (reason, "", "")
        sources, hosts = groups.setdefault((before, after), ({}, {}))
        sources[source] = hosts[host] = None
    return [
        Outage(tuple(sources), f"{before} {_listed(tuple(hosts))}{after}".strip())
        for (before, after), (sources, hosts) in groups.items()
    ]


def _listed(hosts: Sequence[str]) -> str:
    more = len(hosts) - _HOSTS_SHOWN
    shown = ", ".join(hosts[:_HOSTS_SHOWN])
    return f"{shown} and {more} other host{'s' * (more > 1)}" if more > 0 else shown

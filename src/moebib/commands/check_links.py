"""The action behind `check --links`: whether the links of a bibliography lead where they should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from moebib.checks.engine import Asked, Hit
from moebib.checks.link_status import Link, address_of, believed, flaw_of, links_in
from moebib.checks.rules import Bibliography, Rule
from moebib.web.response import LinkStatus

__all__ = ["ask_links", "links_to_look_at"]

LookAt = Callable[[Iterable[str]], Iterable[LinkStatus]]


def links_to_look_at(bibliography: Bibliography, chosen: Sequence[Rule]) -> list[Link]:
    """The links of the entries; none if no rule needs an answer."""
    return list(links_in(bibliography)) if any(rule.option == "--links" for rule in chosen) else []


def ask_links(links: Sequence[Link], chosen: Sequence[Rule], look_at: LookAt, step: Callable[[], None]) -> Asked:
    """What the rules find in how the links' addresses answer; *step* is called after each address."""
    wanted = {rule.code: rule for rule in chosen if rule.option == "--links"}
    looks: list[LinkStatus] = []
    for look in look_at(dict.fromkeys(address_of(link.url) for link in links)):
        step()
        looks.append(look)
    by_address = believed(looks)
    hits: list[Hit] = []
    untold: Counter[str] = Counter()
    for link in links:
        look = by_address[address_of(link.url)]
        code, flaw = flaw_of(link.path, look._replace(url=link.url)) or ("", None)
        if flaw and code in wanted:
            hits.append(Hit(wanted[code], link.id, flaw, link.is_of_model))
        elif look.why and not flaw:
            untold[look.why] += 1
    return Asked(tuple(hits), untold)

"""The parts of `moebib check` that ask others, and what they could not tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from moebib.cli._options import asking
from moebib.cli._progress import progress
from moebib.cli._terminal import Terminal, counted

if TYPE_CHECKING:
    from moebib.checks.engine import Asked, Hit
    from moebib.checks.rules import Bibliography, Rule
    from moebib.commands.check import Ask

__all__ = ["Asking"]


class Asking:
    """Asks services (*online*) and the sites that links lead to (*links*), as far as that is wanted."""

    def __init__(self, out: Terminal, *, online: bool, links: bool, refresh: bool) -> None:
        self._out, self._refresh = out, refresh
        self._untold: dict[str, Counter[str]] = {"work": Counter(), "link": Counter()}
        self.asks: tuple[Ask, ...] = (*((self._services,) if online else ()), *((self._links,) if links else ()))

    def tell(self) -> bool:
        """Say what could not be told; whether there is anything."""
        for noun, reasons in self._untold.items():
            for why, number in reasons.items():
                self._out.say(f"{why} ({counted(number, noun)})")
        links = self._untold["link"].total()
        if links:
            self._out.say(f"could not be told of {counted(links, 'link')}: a link is dead only if its server says so")
        return any(self._untold.values())

    def _services(self, bibliography: Bibliography, chosen: Sequence[Rule]) -> Sequence[Hit]:
        from moebib.commands.check_online import ask_services, works_to_ask_about

        works = works_to_ask_about(bibliography, chosen)
        with (
            asking(offline=False, refresh=self._refresh) as inquire,
            progress(self._out, "asking services", len(works)) as bar,
        ):
            return self._noted("work", ask_services(works, chosen, inquire, bar.advance))

    def _links(self, bibliography: Bibliography, chosen: Sequence[Rule]) -> Sequence[Hit]:
        from moebib import sources
        from moebib.checks.link_status import address_of
        from moebib.commands.check_links import ask_links, links_to_look_at
        from moebib.web import Web

        links = links_to_look_at(bibliography, chosen)
        number = len({address_of(link.url) for link in links})
        with (
            Web.from_environment(limits=sources.limits(), refresh=self._refresh) as web,
            progress(self._out, "looking at links", number) as bar,
        ):
            return self._noted("link", ask_links(links, chosen, web.check_links, bar.advance))

    def _noted(self, noun: str, asked: Asked) -> Sequence[Hit]:
        self._untold[noun].update(asked.untold)
        return asked.hits

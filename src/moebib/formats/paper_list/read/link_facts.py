"""What the links and badges of a work state: its page, its code, and often its venue and date."""

from __future__ import annotations

import re

from moebib.formats.paper_list.document import Role, WorkPart
from moebib.formats.paper_list.entries import ListLink
from moebib.formats.paper_list.read.atoms import Atom
from moebib.formats.paper_list.read.badges import read_badge
from moebib.formats.paper_list.read.dates_and_venues import is_known_venue, read_date_and_venue
from moebib.formats.paper_list.read.line import InlineLink, MarkdownLine
from moebib.formats.paper_list.read.stated import StatedFacts
from moebib.formats.paper_list.read.words import link_kind, link_kind_of_url

__all__ = ["LinkedFacts"]

_NAME_OF_BADGE = re.compile(r"(?:conference|venue|journal|publish(?:ed|er)?|publication|accepted)\b[: ]*(?=\w)", re.I)


class LinkedFacts(StatedFacts):
    """The facts of one work, with those of its links."""

    def __init__(self, line: MarkdownLine, *, is_exact: bool) -> None:
        super().__init__(line, is_exact=is_exact)
        self.is_linked = False
        self.badge_of = ""
        """OWNER/NAME of a repository of which there is a badge, and maybe no link."""

    def take_link(self, atom: Atom, stated: tuple[Role, str] | None) -> None:
        """Take a link; *stated* are the role and the kind of link that a label or a header gives it."""
        link = atom.link
        assert link is not None
        if link.url.startswith("#"):
            return
        label = atom.text if not link.label.is_image else self.take_image(link.label.images[0])
        kind = link_kind(label)
        if stated and stated[0] == "url" and (not kind or kind == "paper"):
            kind = link_kind(stated[1]) or kind
        found = read_date_and_venue(label)
        bare = label.strip(" []()")
        if not kind or found.issued:
            is_venue = is_known_venue(label[slice(*found.venue)]) if found.venue[0] < found.venue[1] else False
            if found.issued or (is_venue and len(bare.split()) <= 8):
                self.take_date_and_venue(link.label)
                kind = kind or "paper"
        if not kind:
            kind = link_kind_of_url(link.url)
            if stated and stated[0] == "title":
                kind = kind or "paper"
        self.is_linked = self.is_linked or bool(kind)
        if kind in ("paper", "pdf") and not self.page:
            self.page = link.url
        shown = {"paper": "paper", "code": "code"}.get(kind, "")
        text = label if link_kind(label) == kind or not kind else (shown or kind)
        if link.url == self.page and not any(other.url == link.url for other in self.links) and kind in ("paper", ""):
            self.add_url(link.url, link.start, link.end, kind or "paper")
            return
        self.links.append(ListLink(text, link.url, text))
        self.add_url(link.url, link.start, link.end, kind or "project")

    def take_image(self, image: InlineLink) -> str:
        """Take the venue, the date or the repository of a badge; the text that is shown in its place."""
        badge = read_badge(image.url)
        alt = image.label.plain
        if badge.repository:
            self.parts.append(WorkPart("repository", image.start + badge.start, image.start + badge.end))
            if not any(link_kind_of_url(link.url) == "code" for link in self.links):
                self.badge_of = badge.repository
            return alt if link_kind(alt) else "code"
        text = _NAME_OF_BADGE.sub("", badge.text)
        found = read_date_and_venue(text)
        venue = text[slice(*found.venue)]
        is_venue = bool(venue) and is_known_venue(venue) and not (link_kind(venue) and found.issued is None)
        if is_venue and not self.venue:
            self.venue = venue
        if found.issued and (is_venue or not venue) and self.is_better(found.issued, with_venue=is_venue):
            self.issued = found.issued
        return alt if link_kind(alt) else badge.text or alt

    def add_repository_of_badge(self) -> None:
        """Add the repository of a badge as a link, unless there is one to it."""
        if self.badge_of and not any(f"github.com/{self.badge_of}".lower() in link.url.lower() for link in self.links):
            self.links.append(ListLink("code", f"https://github.com/{self.badge_of}", "code"))

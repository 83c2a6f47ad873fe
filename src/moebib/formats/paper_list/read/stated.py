"""What a work states, collected while it is read: each fact with its place in the file."""

from __future__ import annotations

import re

from moebib.formats.paper_list.document import Role, WorkPart
from moebib.formats.paper_list.entries import ListLink
from moebib.formats.paper_list.read.dates_and_venues import is_known_venue, read_date_and_venue
from moebib.formats.paper_list.read.line import EM, EM_END, MarkdownLine
from moebib.formats.paper_list.read.words import link_kind_of_url
from moebib.records.archives import archive_of
from moebib.records.date import Date
from moebib.records.series import full_year, series_named
from moebib.records.written_date import read_written_date

__all__ = ["StatedFacts"]


class StatedFacts:
    """The facts of one work; *is_exact* if moebib wrote the line, so that only commas separate keywords."""

    def __init__(self, line: MarkdownLine, *, is_exact: bool) -> None:
        self.line = line
        self.is_exact = is_exact
        self.parts: list[WorkPart] = []
        self.authors: list[str] = []
        self.has_more_authors = False
        self.venue = ""
        self.issued: Date | None = None
        self.invalid_date = ""
        self.links: list[ListLink] = []
        self.page = ""
        self.keywords: list[str] = []
        self.comments: list[str] = []

    def take_date_and_venue(self, part: MarkdownLine, role: Role | None = None) -> None:
        """Take the date and the venue in *part*, unless they are known already; *role* is what a header says it is."""
        if role == "date" and (issued := read_written_date(part.plain)):
            self.issued = issued
            self.add("date", part.strip(), 0, len(part.strip().text))
            return
        found = read_date_and_venue(part.mask)
        venue = part.part(*found.venue).plain
        if self.has_archive() and is_known_venue(venue) and not archive_of(venue):
            # "arXiv 1712; NeurIPS 2017": where it was published counts.
            self.parts = [part for part in self.parts if part.role not in ("venue", "date")]
            self.venue, self.issued = "", None
        is_volume = self.issued and _VOLUME.search(part.mask[: found.date[1]]) and _is_journal(venue)
        if found.issued and not is_volume and self.is_better(found.issued, with_venue=bool(venue)):
            self.parts = [part for part in self.parts if part.role != "date"]
            self.issued = found.issued
            self.invalid_date = ""
            if found.date[0] < found.date[1]:
                self.add("date", part, *found.date)
            if found.invalid_date:
                self.invalid_date = part.plain
        if role == "date" and not found.issued:
            self.invalid_date = part.plain
        elif venue and not self.venue and re.search(r"\w", venue) and (role != "date" or is_known_venue(venue)):
            self.venue = venue
            self.add("venue", part, *found.venue)

    def take_exactly(self, role: Role, start: int, end: int, *, has_date: bool) -> None:
        """Take a part of a line in a form of moebib, which says what it is; *has_date*: the date is another part."""
        part = self.line.part(start, end)
        if role == "keyword" and EM in part.mask:
            for label in re.compile(rf"{EM}([^{EM}{EM_END}]+){EM_END}").finditer(part.mask):
                self.keywords.append(part.part(*label.span(1)).plain)
                self.add_span("keyword", part, *label.span(1), trim=False)
        elif role == "keyword":
            self.add_keywords(start, end)
        elif role == "date":
            self.issued = read_written_date(part.plain)
            self.add("date", part, 0, len(part.text))
        elif has_date:
            self.take_venue(part)
        elif role == "venue" and (dated := _SHORT_DATE.fullmatch(part.mask)):
            year, month = int(dated["year"]), int(dated["month"] or 0)
            year = full_year(year) if len(dated["year"]) == 2 else year
            self.invalid_date = part.plain if month > 12 else ""
            self.issued = Date(year, month if 0 < month <= 12 else None)
            self.add("date", part, dated.start("year"), dated.end("month") if dated["month"] else dated.end("year"))
            self.take_venue(part.part(0, dated.end("venue")))
        elif not read_date_and_venue(part.mask).issued:
            self.take_venue(part)
        else:
            self.take_date_and_venue(part, role)

    def has_archive(self) -> bool:
        """Whether the venue that is known so far is an archive of preprints."""
        return bool(self.venue) and archive_of(self.venue.split()[0]) is not None

    def is_better(self, issued: Date, *, with_venue: bool) -> bool:
        """Whether a date says more: beside a venue it is that of the publication, else it has to be more precise."""
        if self.issued is None:
            return True
        if issued.year != self.issued.year:
            return with_venue and not self.venue
        return len(issued.parts) > len(self.issued.parts)

    def add_keywords(self, start: int, end: int) -> None:
        """The labels between commas."""
        separators = "," if self.is_exact else ",;\uff0c\u3001"
        for label in re.compile(f"[^{separators}]+").finditer(self.line.mask, start, end):
            part = self.line.part(*label.span())
            if part.plain:
                self.keywords.append(part.plain)
                self.add_span("keyword", self.line, *label.span(), trim=False)

    def take_venue(self, part: MarkdownLine) -> None:
        """Take all of *part* as the venue."""
        part = part.strip()
        if part.plain:
            self.venue = part.plain
            self.add("venue", part, 0, len(part.text))

    def add(self, role: Role, part: MarkdownLine, start: int, end: int) -> None:
        """Note where a fact is: from *start* to *end* in *part*."""
        self.parts.append(WorkPart(role, part.at[start], part.at[end]))

    def add_url(self, url: str, start: int, end: int, kind: str) -> None:
        """Note where a URL is in the file, unless only the text of an identifier is in its place."""
        if start < end:
            self.parts.append(WorkPart("url", start, end, kind or link_kind_of_url(url) or "paper"))

    def add_span(self, role: Role, line: MarkdownLine, start: int, end: int, *, trim: bool) -> None:
        """Note where a fact is, without the spaces around it and, with *trim*, without the punctuation after it."""
        text = line.text
        while start < end and text[start].isspace():
            start += 1
        edges = " .,:;|\n\uff0c\u3002\uff1a" if trim else " \n"
        while end > start and (text[end - 1] in edges or text[end - 1] == "\n"):
            end -= 1
        if trim and text[end : end + 1] in ("?", "!"):
            end += 1
        if start < end:
            self.add(role, line, start, end)


_SHORT_DATE = re.compile(r"(?P<venue>.*?)\s*['\u2018\u2019\u00b4] ?(?P<year>\d{4}|\d{2})(?:\.(?P<month>\d{1,2}))? ?")
_VOLUME = re.compile(r"[^\W\d_],? \d\d$")


def _is_journal(venue: str) -> bool:
    series = series_named(venue)
    return series is not None and series.kind == "journal"

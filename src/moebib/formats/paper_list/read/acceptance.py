"""Decides which candidates are works, after they were read: a sentence, a person or a piece of news is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moebib.formats.paper_list.read.candidates import WorkCandidate
from moebib.formats.paper_list.read.facts import WorkReading
from moebib.formats.paper_list.read.line_reader import external_urls
from moebib.formats.paper_list.read.words import link_kind_of_url
from moebib.text.fold import fold

__all__ = ["is_unclear", "is_work"]

_NO_LISTS = re.compile(
    r".*\b(?:contribut\w*|licen[sc]e|acknowledge?ments?|how to (?:use|cite|contribute)|contact(?: us)?|star history|"
    r"sponsors?|"
    r"disclaimer|maintainers?|support us|citing|citation)\b.*|(?:cite|bibtex)(?: us| this)?|.*(?:贡献|许可|引用本).*"
)
_NEWS = re.compile(r".*\b(?:news|updates?|announcements?|changelog|what s new|recent changes)\b.*|.*(?:更新|动态).*")

_LONGEST_COMMENT = 25
"""How many words a line of a work may have beside its facts; one with more is prose."""


def is_work(candidate: WorkCandidate, reading: WorkReading, headings: Sequence[str]) -> bool:
    """Whether a candidate is a work: it leads somewhere or has a venue, a date or authors, and is no sentence."""
    if candidate.unit.is_marked:
        return True
    item = reading.item
    folded = [re.sub(r"[\W_]+", " ", fold(heading)).strip() for heading in headings]
    urls = external_urls((item.url, *(link.url for link in item.links)))
    if any(map(_NO_LISTS.fullmatch, folded)):
        return False
    if folded and _NEWS.fullmatch(folded[-1]):
        return bool(urls) and link_kind_of_url(item.url) in ("paper", "pdf") and len(item.other_text.split()) <= 4
    if not urls and candidate.unit.line.links and all(link.url.startswith("#") for link in candidate.unit.line.links):
        return False
    words_beside = reading.words_beside
    stated = bool(item.venue) + bool(item.issued) + bool(item.authors)
    if candidate.form == "row":
        return reading.evidence > 0 or sum(role is not None for role in candidate.unit.columns) > 1
    if candidate.form == "item":
        if urls:
            return (reading.is_linked and reading.is_first) or (stated > 0 and reading.evidence > 1)
        return stated > 1 or (bool(item.venue or item.authors) and words_beside == 0)
    if urls and reading.is_linked:
        return reading.is_first and (stated > 0 or words_beside == 0) and words_beside <= _LONGEST_COMMENT
    return reading.is_first and stated > 1 and words_beside == 0


def is_unclear(candidate: WorkCandidate, reading: WorkReading) -> bool:
    """Whether an item without a link is a title with at most a date: that of a work, or of anything."""
    has_link = bool(candidate.unit.line.links or candidate.unit.line.images)
    return (
        candidate.form == "item"
        and not has_link
        and reading.is_first
        and reading.words_beside == 0
        and reading.score >= 2
        and not reading.item.authors
    )

"""What the slots of a template are filled with, and which fact of the work each slot states."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from lists_world.works import Person, Work
from moebib.records.date import MONTH_NAMES

__all__ = ["FACTS", "SLOTS"]


def _name(person: Person) -> str:
    return f"{person.given} {person.family}"


def _joined(names: Sequence[str], last: str, pair: str) -> str:
    """ "A, B and C": with *last* before the last of three or more names, and *pair* between two."""
    if len(names) < 3:
        return pair.join(names)
    return ", ".join(names[:-1]) + last + names[-1]


def _apa(work: Work) -> str:
    return _joined([f"{person.family}, {person.initials}" for person in work.authors], ", & ", ", & ")


def _ieee(work: Work) -> str:
    return _joined([f"{person.initials} {person.family}" for person in work.authors], ", and ", " and ")


def _vancouver(work: Work) -> str:
    return ", ".join(f"{person.family} {re.sub(r'[-. ]', '', person.initials)}" for person in work.authors)


def _mla(work: Work) -> str:
    first, *others = work.authors
    return _joined([f"{first.family}, {first.given}", *map(_name, others)], ", and ", ", and ")


def _mla_et_al(work: Work) -> str:
    return f"{work.authors[0].family}, {work.authors[0].given}" + (", et al" if len(work.authors) > 1 else "")


def _et_al(work: Work) -> str:
    return _name(work.authors[0]) + (" et al." if len(work.authors) > 1 else "")


def _badge_text(text: str) -> str:
    return quote(text.replace("-", "--").replace("_", "__").replace(" ", "_"))


def _repository(work: Work) -> str:
    return work.code.removeprefix("https://github.com/")


SLOTS: dict[str, Callable[[Work], str]] = {
    "slug": lambda work: work.slug,
    "title": lambda work: work.title,
    "title_cell": lambda work: work.title.replace("|", "\\|"),
    "title_html": lambda work: html.escape(work.title, quote=False),
    "nick": lambda work: work.nick,
    "rest": lambda work: work.rest,
    "label": lambda work: work.nick or f"Model-{work.slug.rpartition('-')[2]}",
    "authors": lambda work: ", ".join(map(_name, work.authors)),
    "authors_and": lambda work: _joined([_name(person) for person in work.authors], ", and ", " and "),
    "authors_semicolon": lambda work: "; ".join(map(_name, work.authors)),
    "authors_bibtex": lambda work: " and ".join(f"{person.family}, {person.given}" for person in work.authors),
    "authors_apa": _apa,
    "authors_ieee": _ieee,
    "authors_vancouver": _vancouver,
    "authors_et_al": _et_al,
    "authors_mla": _mla,
    "authors_mla_et_al": _mla_et_al,
    "authors_linked": lambda work: ", ".join(
        f"[{_name(person)}](https://people.example/{person.family.lower()})" if number % 2 == 0 else _name(person)
        for number, person in enumerate(work.authors)
    ),
    "authors_initials_et_al": lambda work: f"{work.authors[0].initials} {work.authors[0].family} et al.",
    "authors_cn": lambda work: "、".join(map(_name, work.authors)),
    "venue": lambda work: work.venue,
    "venue_badge_yy": lambda work: (
        f"https://img.shields.io/badge/Conference-{_badge_text(work.venue)}'{work.year % 100:02}-blue"
    ),
    "venue_badge": lambda work: f"https://img.shields.io/badge/{_badge_text(work.venue)}-{work.year}-blue",
    "year": lambda work: str(work.year),
    "yy": lambda work: f"{work.year % 100:02}",
    "yyyy.mm": lambda work: f"{work.year}.{work.month:02}",
    "yyyy/mm": lambda work: f"{work.year}/{work.month:02}",
    "yyyy-mm": lambda work: f"{work.year}-{work.month:02}",
    "yyyy-mm-dd": lambda work: f"{work.year}-{work.month:02}-{work.day:02}",
    "yy.mm": lambda work: f"{work.year % 100:02}.{work.month}",
    "Mon yyyy": lambda work: f"{MONTH_NAMES[work.month - 1][:3]} {work.year}",
    "Month yyyy": lambda work: f"{MONTH_NAMES[work.month - 1]} {work.year}",
    "Month d, yyyy": lambda work: f"{MONTH_NAMES[work.month - 1]} {work.day}, {work.year}",
    "d Mon yyyy": lambda work: f"{work.day} {MONTH_NAMES[work.month - 1][:3]} {work.year}",
    "yyyy年m月": lambda work: f"{work.year}年{work.month}月",
    "url": lambda work: work.url,
    "arxiv": lambda work: work.arxiv,
    "doi": lambda work: work.doi,
    "code": lambda work: work.code,
    "code_stars": lambda work: (
        f"https://img.shields.io/github/stars/{_repository(work)}?style=social" * bool(work.code)
    ),
    "repository": lambda work: _repository(work).partition("/")[2],
    "tweet": lambda work: f"https://x.com/invented/status/{work.slug.rpartition('-')[2]}",
    "project": lambda work: work.project,
    "slides": lambda work: work.slides,
    "video": lambda work: work.video,
    "data": lambda work: work.data,
    "organisation": lambda work: work.organisation,
    "tags": lambda work: ", ".join(work.tags),
    "summary": lambda work: work.summary,
    "fire": lambda work: "🔥" * max(0, work.stars - 2),
    "star": lambda work: "⭐️" * work.stars,
}

FACTS: dict[str, str] = {
    **dict.fromkeys(("title", "title_cell", "title_html", "rest"), "title"),
    **{name: "authors" for name in SLOTS if name.startswith("authors")},
    **dict.fromkeys(("venue", "venue_badge", "venue_badge_yy"), "venue"),
    **dict.fromkeys(("year", "yy"), "year"),
    **dict.fromkeys(("yyyy.mm", "yyyy/mm", "yyyy-mm", "yy.mm", "Mon yyyy", "Month yyyy", "yyyy年m月"), "month"),
    **dict.fromkeys(("yyyy-mm-dd", "Month d, yyyy", "d Mon yyyy"), "day"),
    **dict.fromkeys(("url", "doi"), "url"),
    "code": "code",
}
"""Slot -> the fact that it states; the other slots are judgements, or follow from facts."""

"""The three styles in which a README lists works, and its table of models; ``reader`` reads all of them back.

A style of one's own is a template, see ``template``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from moebib.records.date import MONTH_NAMES, Date
from moebib.records.identifier import Scheme, find_identifier
from moebib.records.model import Model, ModelNumber
from moebib.records.record import Record
from moebib.records.series import full_year
from moebib.text.fold import fold
from moebib.text.grammar import escape as escape_markup
from moebib.text.markdown import clean, escape, link, table
from moebib.text.markup import markdown, plain

__all__ = ["NOT_APPLICABLE", "STYLES", "EntryStyle", "SectionWork", "ShownWork", "as_shown", "model_table"]

_LINK_LABELS = {
    "code": "Code", "weights": "Weights", "data": "Data", "project": "Project", "pdf": "PDF", "slides": "Slides",
    "video": "Video",
}  # fmt: skip


class ShownWork(NamedTuple):
    """What a README shows of a work, as plain text that each style escapes where it puts it."""

    title: str
    """A text with markup."""
    page: str | None
    venue: str
    issued: Date | None
    links: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]


def as_shown(record: Record) -> ShownWork:
    """*record* as a README shows it."""
    arxiv = [identifier for identifier in record.all_identifiers if identifier.scheme is Scheme.ARXIV]
    page = record.link or next((identifier.url for identifier in arxiv), None)
    identifier_of_page = find_identifier(page) if page else None
    venue = clean(record.venue)
    is_on_arxiv = identifier_of_page is not None and identifier_of_page.scheme is Scheme.ARXIV
    if fold(venue) == "arxiv" or (not venue and is_on_arxiv):
        venue = "arXiv"
    if record.status and record.status.kind == "accepted":
        venue = f"{venue} (to appear)".lstrip()
    links = [("arXiv", identifier.url) for identifier in arxiv if identifier.url and identifier != identifier_of_page]
    links += [(label, url) for kind, label in _LINK_LABELS.items() for url in getattr(record.links, kind)]
    labels = dict.fromkeys(filter(None, map(clean, record.keyword)))
    title = clean(record.title) if plain(record.title).strip() else escape_markup(record.id)
    return ShownWork(title, page, venue, record.issued, tuple(links), tuple(labels))


class SectionWork(NamedTuple):
    """A work in a section of the README."""

    record: Record
    shown: ShownWork
    earlier: str | None = None
    """The heading of an earlier section that lists the work, too."""


class EntryStyle(NamedTuple):
    """How the works of a section are written."""

    section: Callable[[Sequence[SectionWork]], str]
    """The Markdown of works, in their order."""
    precision: int
    """How many parts of a date the style shows. Works are sorted by these only, so that readers can see the order."""
    depth: int
    """How many levels of headings the table of contents has."""


# --- seed: the form of the list that moebib began with


def _seed_section(works: Sequence[SectionWork]) -> str:
    return "\n\n".join(_seed_line(work.shown) for work in works)


def _seed_line(work: ShownWork) -> str:
    """``[Venue'YY.M] [Title](url) [[Code](url)] [Label, Label]``."""
    title = link(markdown(work.title), work.page) if work.page else f"[{markdown(work.title)}]"
    labels = ", ".join(escape(label, also=",") for label in work.labels)
    venue = escape(work.venue)
    if not work.issued:
        # "ICML 2022" without a date: the first digit is written as a reference, so that it is not read as a date.
        venue = re.sub(r"(?<!\d)\d(?=\d)", lambda match: f"&#{ord(match[0])};", venue)
    venue_and_date = f"{venue}{_short_date(work.issued)}"
    # Without a link the title is the second bracket, so the first one must be there.
    first = f"[{venue_and_date}]" if venue_and_date or (labels and not work.page) else ""
    links = (f"[{link(escape(label), url)}]" for label, url in work.links)
    return " ".join(filter(None, (first, title, *links, f"[{labels}]" if labels else "")))


def _short_date(issued: Date | None) -> str:
    if not issued:
        return ""
    year = f"{issued.year % 100:02}" if full_year(issued.year % 100) == issued.year else str(Date(issued.year))
    return f"'{year}.{issued.month}" if issued.month else f"'{year}"


# --- awesome: bullets as https://github.com/sindresorhus/awesome requires


def _awesome_section(works: Sequence[SectionWork]) -> str:
    return "\n".join(_bullet(work.shown, work.earlier) for work in works)


def _bullet(work: ShownWork, earlier: str | None) -> str:
    """``- [Title](url) - In Venue, Month Year. [Code](url). *Label*.``.

    A list may link to a page only once, so a work in an *earlier* section is listed without its link.
    """
    title = re.sub(r"(?<= )-(?= |$)", r"\\-", markdown(work.title))
    if earlier is not None:
        return f'- {title} - See "{_within_sentence(earlier)}".'
    sentences = [
        _published(work),
        ", ".join(link(escape(label), url) for label, url in work.links),
        ", ".join(f"*{escape(label)}*" for label in work.labels),
    ]
    description = " ".join(f"{sentence}." for sentence in sentences if sentence)
    if work.page:
        return f"- {link(markdown(work.title), work.page)}" + (f" - {description}" if description else "")
    return f"- {title} - {description or 'No link.'}"


def _published(work: ShownWork) -> str:
    month = f"{MONTH_NAMES[work.issued.month - 1]} " if work.issued and work.issued.month else ""
    when = f"{month}{Date(work.issued.year)}" if work.issued else ""
    return f"In {_within_sentence(work.venue)}, {when or 'undated'}" if work.venue else when


def _within_sentence(text: str) -> str:
    """*text* with the full stops escaped that would end the sentence."""
    return re.sub(r"\.(?= )", r"\\.", escape(text, also='"'))


# --- table


def _table_section(works: Sequence[SectionWork]) -> str:
    return table(("Date", "Venue", "Title", "Links", "Keywords"), (_row(work.shown) for work in works))


def _row(work: ShownWork) -> tuple[str, ...]:
    return (
        str(work.issued or ""),
        escape(work.venue),
        link(markdown(work.title), work.page),
        " ".join(link(escape(label), url) for label, url in work.links),
        ", ".join(escape(label, also=",") for label in work.labels),
    )


STYLES = {
    "seed": EntryStyle(_seed_section, precision=2, depth=6),
    "awesome": EntryStyle(_awesome_section, precision=2, depth=2),
    "table": EntryStyle(_table_section, precision=3, depth=6),
}
"""Name in moebib.toml and ``--style`` -> style."""


# --- the table of models

_MODEL_COLUMNS = (
    "Model", "Params", "Experts", "Layers", "Heads", "$d_{model}$", "$d_{ffn}$", "$d_{expert}$", "Affiliation",
    "Released",
)  # fmt: skip
_UNKNOWN = "-"
NOT_APPLICABLE = "none"
"""In place of a number that a model cannot have; "n/a" means "not available" in many lists."""


def model_table(models: Iterable[Model]) -> str:
    """The table of models, newest first; "-" is an unknown number, "none" one that the model cannot have."""
    rows = sorted(models, key=_newest_first)
    return table(_MODEL_COLUMNS, map(_model_row, rows)) if rows else ""


def _newest_first(model: Model) -> tuple[bool, tuple[int, ...], str, str]:
    newest = tuple(-part for part in model.released.sort_key) if model.released else ()
    return not newest, newest, fold(model.name), model.id


def _model_row(model: Model) -> tuple[str, ...]:
    numbers: tuple[ModelNumber, ...] = ("layers", "heads", "d_model", "d_ffn", "d_expert")
    return (
        link(escape(model.name or model.id), model.url),
        _number(model, "params_b"),
        _experts(model),
        *(_number(model, field) for field in numbers),
        escape(model.affiliation),
        str(model.released or _UNKNOWN),
    )


def _number(model: Model, field: ModelNumber, *, unknown: str = _UNKNOWN) -> str:
    number = model.number(field)
    if isinstance(number, str):
        return NOT_APPLICABLE if number == "not applicable" else unknown
    return f"{Decimal(repr(number)):f}".removesuffix(".0") + "B" if field == "params_b" else str(number)


def _experts(model: Model) -> str:
    """Active, routed and shared experts: "8/256/1"."""
    counts: tuple[ModelNumber, ...] = ("experts_active", "experts_routed", "experts_shared")
    text = "/".join(_number(model, count, unknown="?") for count in counts)
    return _UNKNOWN if text == "?/?/?" else text

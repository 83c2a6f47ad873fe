"""The tables of a paper list: one of papers, or one of models."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from moebib.errors import Finding, InputError
from moebib.formats.paper_list.entries import Entry, find_date, find_venue, meaning, split_labels
from moebib.formats.paper_list.lines import LINK, Line, Link
from moebib.records.date import Date, parse_date
from moebib.text.fold import fold

__all__ = ["is_model_table", "is_paper_table", "left_columns", "model_fields", "paper"]

_PAPER = {
    **dict.fromkeys(("title", "paper", "paper title", "name", "work", "reference"), "title"),
    **dict.fromkeys(("date", "time", "year", "published", "publish date", "month"), "date"),
    **dict.fromkeys(("venue", "conference", "publication", "journal", "where"), "venue"),
    **dict.fromkeys(("links", "link", "code", "github", "resources", "url", "project", "website"), "links"),
    **dict.fromkeys(("keywords", "keyword", "tags", "labels", "topics", "topic"), "labels"),
}
_MODEL = {
    **dict.fromkeys(("reference", "model", "name"), "name"),
    **dict.fromkeys(("para.", "params", "parameters", "size", "#params"), "params_b"),
    "experts": "experts",
    **dict.fromkeys(("#l", "layers"), "layers"),
    **dict.fromkeys(("#h", "heads"), "heads"),
    **{fold(f"$d_{{{name}}}$"): f"d_{name}" for name in ("model", "ffn", "expert")},
    **{f"d_{name}": f"d_{name}" for name in ("model", "ffn", "expert")},
    **dict.fromkeys(("affiliation", "organization", "organisation"), "affiliation"),
    **dict.fromkeys(("time", "date", "released", "release"), "released"),
}
_UNKNOWN = frozenset(("", "unk", "unknown", "n/a", "-", "\u2013", "\u2014", "?"))
_SCALE = {"k": Decimal("1e-6"), "m": Decimal("1e-3"), "b": Decimal(1), "t": Decimal(1000)}


def is_model_table(head: Sequence[Line]) -> bool:
    """Whether the columns are those of models: a name, and experts or parameters."""
    fields = _fields(head, _MODEL)
    return "name" in fields and bool({"experts", "params_b"} & {*fields})


def is_paper_table(head: Sequence[Line]) -> bool:
    """Whether a column holds titles."""
    return "title" in _fields(head, _PAPER)


def left_columns(head: Sequence[Line]) -> list[str]:
    """The columns that are read in no table."""
    table = _MODEL if is_model_table(head) else _PAPER
    return [cell.plain for cell, field in zip(head, _fields(head, table), strict=True) if not field and cell.plain]


def _fields(head: Sequence[Line], table: dict[str, str]) -> list[str]:
    fields = [table.get(fold(cell.plain), "") for cell in head]
    return [field if field not in fields[:i] or field == "links" else "" for i, field in enumerate(fields)]


def paper(head: Sequence[Line], row: Sequence[Line]) -> Entry | None:
    """The entry in a row; ``None`` where the title is empty."""
    cells: dict[str, Line] = {}
    links: list[Link] = []
    for name, field, cell in zip(head, _fields(head, _PAPER), row, strict=True):
        if field == "links":
            links += [Link(_label(name, link), link.url) for link in cell.links]
        elif field:
            cells[field] = cell
    title = cells["title"]
    if not title.plain:
        return None
    first = _title(title)
    rest = tuple(link for link in (*title.links, *links) if link != first)
    venue, issued, wrong = _published(cells)
    labels = tuple(dict.fromkeys(split_labels(cells["labels"]))) if "labels" in cells else ()
    return Entry(title.number, first.text, first.url, venue, issued, rest, labels, "", wrong)


def _title(cell: Line) -> Link:
    """The title with its address: a link, or text beside a link to the paper."""
    if cell.links and not cell.own:
        return cell.links[0]
    bare = cell._replace(text=re.sub(rf"\[\s*{LINK}\s*\]|\(\s*{LINK}\s*\)", "", cell.text))
    return Link(bare.own, next((link.url for link in cell.links if meaning(link.text) == "paper"), ""))


def _label(name: Line, link: Link) -> str:
    """What a link is: "Code" in a column of that name, whatever it is called there ("link", "here")."""
    column = meaning(name.plain)
    return name.plain if column not in ("", "paper") or not meaning(link.text) else link.text


def _published(cells: dict[str, Line]) -> tuple[str, Date | None, str]:
    """Venue, date, and a text that should be a date and is none; a date may stand in the column of the venue."""
    if "date" not in cells:
        return find_venue(cells["venue"]) if "venue" in cells else ("", None, "")
    venue = cells["venue"].plain if "venue" in cells else ""
    when = cells["date"]
    if fold(when.plain) in _UNKNOWN:
        return venue, None, ""
    try:
        return venue, parse_date(when.plain), ""
    except InputError:
        issued = find_date(when.mask)[0]
        return venue, issued, "" if issued else when.plain


def model_fields(head: Sequence[Line], row: Sequence[Line]) -> tuple[dict[str, Any], list[Finding]]:
    """The fields of a model as its row states them, and a finding for each cell that is no value."""
    values: dict[str, Any] = {}
    findings = []
    for name, field, cell in zip(head, _fields(head, _MODEL), row, strict=True):
        try:
            values.update(_cell(field, cell))
        except ValueError:
            message = f"not a value of the column {name.plain!r}: {cell.plain!r}"
            findings.append(Finding("MB105", message, field=field, line=cell.number))
    return values, findings


def _cell(field: str, cell: Line) -> Iterator[tuple[str, Any]]:
    text = cell.plain
    if field == "name":
        yield "name", text
        yield "url", cell.links[0].url if cell.links else ""
    elif field == "affiliation":
        yield field, text
    elif field == "experts":
        yield from zip(("experts_active", "experts_total", "experts_shared"), _experts(text), strict=True)
    elif field and fold(text) not in _UNKNOWN:
        yield field, _READ.get(field, _number)(text)


def _experts(text: str) -> tuple[int | None, ...]:
    if fold(text) in _UNKNOWN:
        return (None, None, None)
    counts = text.split("/")
    if len(counts) not in (2, 3):
        raise ValueError(text)
    return tuple(None if fold(one.strip()) in _UNKNOWN else _number(one) for one in (*counts, "?")[:3])


def _number(text: str) -> int:
    digits = text.replace(",", "").strip()
    if not re.fullmatch(r"\d{1,12}", digits, re.A):
        raise ValueError(text)
    return int(digits)


def _billions(text: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s?([kmbt])?", text.strip(), re.I | re.A)
    if not match:
        raise ValueError(text)
    return float(Decimal(match[1]) * _SCALE[(match[2] or "b").lower()])


def _released(text: str) -> Date:
    match = re.fullmatch(r"(\d{4})(?:[-./](\d{1,2}))?(?:[-./](\d{1,2}))?", text, re.A)
    if match:
        return Date(*(int(group) if group else None for group in match.groups()))  # type: ignore[arg-type]
    return parse_date(text)


_READ: dict[str, Callable[[str], Any]] = {"params_b": _billions, "released": _released}

"""Reads the tables of a paper list: one of papers, or one of models."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, get_args

from moebib.errors import Finding, InputError
from moebib.formats.paper_list.entries import ListItem, find_date, link_kind, split_labels, split_venue
from moebib.formats.paper_list.lines import LINK, ListLink, MarkdownLine
from moebib.formats.paper_list.styles import NOT_APPLICABLE
from moebib.records.date import Date, parse_date
from moebib.records.model import Model, ModelNumber
from moebib.records.record import Record
from moebib.records.written_date import read_written_date
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = [
    "is_model_table", "is_paper_table", "make_model", "read_model_row", "read_paper_row", "unknown_columns",
]  # fmt: skip

_PAPER_COLUMNS = {
    **dict.fromkeys(("title", "paper", "paper title", "name", "work", "reference"), "title"),
    **dict.fromkeys(("date", "time", "year", "published", "publish date", "month"), "date"),
    **dict.fromkeys(("venue", "conference", "publication", "journal", "where"), "venue"),
    **dict.fromkeys(("links", "link", "code", "github", "resources", "url", "project", "website"), "links"),
    **dict.fromkeys(("keywords", "keyword", "tags", "labels", "topics", "topic"), "labels"),
}
_MODEL_COLUMNS = {
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
_NUMBERS = frozenset(get_args(ModelNumber))
_BILLIONS = {"k": Decimal("1e-6"), "m": Decimal("1e-3"), "b": Decimal(1), "t": Decimal(1000)}


def is_model_table(head: Sequence[MarkdownLine]) -> bool:
    """Whether the columns are those of models: a name, and experts or parameters."""
    fields = _fields(head, _MODEL_COLUMNS)
    return "name" in fields and bool({"experts", "params_b"} & {*fields})


def is_paper_table(head: Sequence[MarkdownLine]) -> bool:
    """Whether a column holds titles."""
    return "title" in _fields(head, _PAPER_COLUMNS)


def unknown_columns(head: Sequence[MarkdownLine]) -> list[str]:
    """The columns that are not read."""
    columns = _MODEL_COLUMNS if is_model_table(head) else _PAPER_COLUMNS
    return [cell.plain for cell, field in zip(head, _fields(head, columns), strict=True) if not field and cell.plain]


def _fields(head: Sequence[MarkdownLine], columns: dict[str, str]) -> list[str]:
    """The field of each column; "" for an unknown column and for a second one of a field."""
    fields = [columns.get(fold(cell.plain), "") for cell in head]
    return [field if field not in fields[:i] or field == "links" else "" for i, field in enumerate(fields)]


# --- papers


def read_paper_row(head: Sequence[MarkdownLine], row: Sequence[MarkdownLine]) -> ListItem | None:
    """The entry in a row; ``None`` if the title is empty."""
    cells: dict[str, MarkdownLine] = {}
    links: list[ListLink] = []
    for column, field, cell in zip(head, _fields(head, _PAPER_COLUMNS), row, strict=True):
        if field == "links":
            links += [link._replace(text=_link_label(column, link)) for link in cell.links]
        elif field:
            cells[field] = cell
    title_cell = cells["title"]
    if not title_cell.plain:
        return None
    title = _title(title_cell)
    other_links = tuple(link for link in (*title_cell.links, *links) if link != title)
    venue, issued, invalid_date = _venue_and_date(cells)
    labels = tuple(dict.fromkeys(split_labels(cells["labels"]))) if "labels" in cells else ()
    return ListItem(
        title_cell.number, title.marked, title.url, venue, issued, other_links, labels, invalid_date=invalid_date
    )


_BRACKETED = re.compile(rf"\[\s*{LINK}\s*\]|\(\s*{LINK}\s*\)|{LINK}")


def _title(cell: MarkdownLine) -> ListLink:
    """The title with its URL: a link, or text next to a link to the paper."""
    if cell.links and not cell.without_links:
        return cell.links[0]
    ends = [0, *(end for link in _BRACKETED.finditer(cell.text) for end in link.span()), len(cell.text)]
    spans = list(zip(ends[::2], ends[1::2], strict=True))
    text, mask = ("".join(view[start:end] for start, end in spans) for view in (cell.text, cell.mask))
    bare = MarkdownLine(cell.number, text, mask, ())
    url = next((link.url for link in cell.links if link_kind(link.text) == "paper"), "")
    return ListLink(bare.plain, url, bare.marked)


def _link_label(column: MarkdownLine, link: ListLink) -> str:
    """The label that says what a link is: "Code" in a column of that name, even if the link is called "here"."""
    kind = link_kind(column.plain)
    return column.plain if kind not in ("", "paper") or not link_kind(link.text) else link.text


def _venue_and_date(cells: dict[str, MarkdownLine]) -> tuple[str, Date | None, str]:
    """Venue and date, which may be in the column of the venue, and the text of the date if it is invalid."""
    if "date" not in cells:
        return split_venue(cells["venue"]) if "venue" in cells else ("", None, "")
    venue = cells["venue"].plain if "venue" in cells else ""
    date_cell = cells["date"]
    if fold(date_cell.plain) in _UNKNOWN:
        return venue, None, ""
    try:
        return venue, parse_date(date_cell.plain), ""
    except InputError:
        issued = find_date(date_cell.mask)[0]
        return venue, issued, "" if issued else date_cell.plain


# --- models


def read_model_row(head: Sequence[MarkdownLine], row: Sequence[MarkdownLine]) -> tuple[dict[str, Any], list[Finding]]:
    """The fields of the model in a row, and a finding for each cell with an invalid value."""
    values: dict[str, Any] = {}
    findings = []
    for column, field, cell in zip(head, _fields(head, _MODEL_COLUMNS), row, strict=True):
        try:
            for name, value in _model_values(field, cell):
                if value == NOT_APPLICABLE and name in _NUMBERS:
                    values.setdefault("not_applicable", []).append(name)
                else:
                    values[name] = value
        except ValueError:
            message = f"invalid value in column {column.plain!r}: {cell.plain!r}"
            findings.append(Finding("MB105", message, field=field, line=cell.number))
    return values, findings


def _model_values(field: str, cell: MarkdownLine) -> Iterator[tuple[str, Any]]:
    text = cell.plain
    if field == "name":
        yield "name", text
        yield "url", cell.links[0].url if cell.links else ""
    elif field == "affiliation":
        yield field, text
    elif field == "experts":
        yield from zip(("experts_active", "experts_routed", "experts_shared"), _experts(text), strict=True)
    elif field in _NUMBERS and fold(text) == NOT_APPLICABLE:
        yield field, NOT_APPLICABLE
    elif field and fold(text) not in _UNKNOWN:
        yield field, _PARSERS.get(field, _number)(text)


def _experts(text: str) -> tuple[int | str | None, ...]:
    """Active, routed and shared experts: "8/256/1", "2/64", "?/64" or "8/256/none"."""
    if fold(text) in _UNKNOWN:
        return (None, None, None)
    counts = text.split("/")
    if len(counts) not in (2, 3):
        raise ValueError(text)
    return tuple(map(_count, (*counts, "?")[:3]))


def _count(text: str) -> int | str | None:
    word = fold(text.strip())
    return NOT_APPLICABLE if word == NOT_APPLICABLE else None if word in _UNKNOWN else _number(text)


def _number(text: str) -> int:
    digits = text.replace(",", "").strip()
    if not re.fullmatch(r"\d{1,12}", digits, re.A):
        raise ValueError(text)
    return int(digits)


def _parameters(text: str) -> float:
    """The number of parameters in billions: "54B", "350M", "1.6 T"."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s?([kmbt])?", text.strip(), re.I | re.A)
    if not match:
        raise ValueError(text)
    return float(Decimal(match[1]) * _BILLIONS[(match[2] or "b").lower()])


def _released(text: str) -> Date:
    try:
        return parse_date(text)
    except InputError:
        if date := read_written_date(text.replace("/", "-")):
            return date
        raise


_PARSERS: dict[str, Callable[[str], Any]] = {"params_b": _parameters, "released": _released}


def make_model(fields: dict[str, Any], records: Iterable[Record], taken: Iterable[str]) -> Model:
    """The model of a table row under a key that is not *taken*, with the paper of *records* that presents it."""
    slug = re.sub(r"[^a-z0-9.]+", "-", fold(fields["name"])).strip("-.") or "model"
    taken_lower = {key.lower() for key in taken}
    numbered = (f"{slug}-{number}" for number in range(2, len(taken_lower) + 3))
    key = slug if slug not in taken_lower else next(key for key in numbered if key not in taken_lower)
    paper = next((record.id for record in records if _presents(record, fields)), None)
    return Model(id=key, papers=[paper] if paper else [], **fields)


def _presents(record: Record, fields: dict[str, Any]) -> bool:
    """Whether *record* links to the page of the model, or its title begins with the name of the model."""
    links = {record.link, *record.links.code, *record.links.weights}
    if fields.get("url") and fields["url"].rstrip("/") in {link.rstrip("/") for link in links if link}:
        return True
    names = (title.partition(":")[0].strip() for title in (plain(record.title), *record.aliases))
    return any(fold(name) == fold(fields["name"]) for name in names)

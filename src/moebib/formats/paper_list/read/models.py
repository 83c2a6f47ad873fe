"""Reads the tables of models in a paper list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, get_args

from moebib.errors import Finding, InputError
from moebib.formats.paper_list.read.line import EM, LINK, STRONG, MarkdownLine
from moebib.formats.paper_list.styles import NOT_APPLICABLE
from moebib.records.date import Date, parse_date
from moebib.records.identifier import find_identifier
from moebib.records.model import Model, ModelNumber
from moebib.records.record import Record
from moebib.records.written_date import read_written_date
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["is_model_table", "make_model", "model_fields", "read_model_row"]

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
    fields = model_fields(head)
    return "name" in fields and bool({"experts", "params_b"} & {*fields})


def model_fields(head: Sequence[MarkdownLine]) -> list[str]:
    """The field of each column of a table of models, "" for an unknown one; "experts" are three numbers."""
    return _fields(head, _MODEL_COLUMNS)


def _fields(head: Sequence[MarkdownLine], columns: dict[str, str]) -> list[str]:
    """The field of each column; "" for an unknown column and for a second one of a field."""
    fields = [columns.get(fold(cell.plain), "") for cell in head]
    return [field if field not in fields[:i] or field == "links" else "" for i, field in enumerate(fields)]


# --- models


def read_model_row(
    head: Sequence[MarkdownLine], row: Sequence[MarkdownLine], number: int
) -> tuple[dict[str, Any], list[Finding]]:
    """The fields of the model in the row of the line *number*, and a finding for each cell with an invalid value."""
    values: dict[str, Any] = {}
    findings = []
    for column, field, cell in zip(head, model_fields(head), row, strict=True):
        try:
            for name, value in _model_values(field, cell):
                if value == NOT_APPLICABLE and name in _NUMBERS:
                    values.setdefault("not_applicable", []).append(name)
                else:
                    values[name] = value
        except ValueError:
            message = f"invalid value in column {column.plain!r}: {cell.plain!r}"
            findings.append(Finding("MB105", message, field=field, line=number))
    return values, findings


def _model_values(field: str, cell: MarkdownLine) -> Iterator[tuple[str, Any]]:
    text = cell.plain
    if field == "name":
        # Behind the name, there may be links to reports: "[Hydra](url) [[Report](url)]".
        is_linked = cell.mask.lstrip(f" {STRONG}{EM}").startswith(LINK)
        yield "name", cell.links[0].label.plain if is_linked else _without_links(cell) or text
        yield "url", cell.links[0].url if is_linked else ""
        yield "reports", tuple(link.url for link in cell.links[is_linked:])
    elif field == "affiliation":
        yield field, text
    elif field == "experts":
        yield from zip(("experts_active", "experts_routed", "experts_shared"), _experts(text), strict=True)
    elif field in _NUMBERS and fold(text) == NOT_APPLICABLE:
        yield field, NOT_APPLICABLE
    elif field and fold(text) not in _UNKNOWN:
        yield field, _PARSERS.get(field, _number)(text)


_BRACKETED = re.compile(rf"\[\s*{LINK}\s*\]|\(\s*{LINK}\s*\)|{LINK}")


def _without_links(cell: MarkdownLine) -> str:
    return cell._replace(text=_BRACKETED.sub("", cell.text), links=()).plain


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
    values = {name: value for name, value in fields.items() if name != "reports"}
    return Model(id=key, papers=[paper] if paper else [], **values)


def _presents(record: Record, fields: dict[str, Any]) -> bool:
    """Whether a row links to *record*, or *record* to the page of the model, or its title begins with its name."""
    reports = [url.rstrip("/") for url in fields.get("reports", ())]
    identifiers = {identifier.canonical for url in reports if (identifier := find_identifier(url))}
    pages = {record.link, record.url, *record.links.pdf}
    if any(url and url.rstrip("/") in reports for url in pages) or any(
        identifier.canonical in identifiers for identifier in record.all_identifiers
    ):
        return True
    links = {record.link, *record.links.code, *record.links.weights}
    if fields.get("url") and fields["url"].rstrip("/") in {link.rstrip("/") for link in links if link}:
        return True
    names = (title.partition(":")[0].strip() for title in (plain(record.title), *record.aliases))
    return any(fold(name) == fold(fields["name"]) for name in names)

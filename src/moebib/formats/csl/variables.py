"""CSL variables without a field in a record: the table between them and fields of BibTeX and BibLaTeX.

A record keeps such a field in ``extra``, as LaTeX. A variable that has no name in .bib files is kept there as a string
or as JSON, under "csl-" and its name in lower case ("csl-archive_collection").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from moebib.errors import InputError
from moebib.formats._status import status_in_words, status_key
from moebib.formats.bibtex import Target, read_names, write_names
from moebib.formats.csl.values import from_date, from_names, to_date, to_names
from moebib.records.date import parse_date
from moebib.text import markup
from moebib.text.grammar import source
from moebib.text.latex import decode, encode
from moebib.text.scripts import without_marks
from moebib.text.tags import from_tags, quote

__all__ = ["ROWS", "from_variable", "to_variables"]

VariableKind = Literal["names", "date", "title", "text", "verbatim"]


class VariableRow(NamedTuple):
    """A variable and the fields that correspond to it: the first is written, all are read."""

    variable: str
    kind: VariableKind
    fields: tuple[str, ...]


def _rows(kind: VariableKind, **fields: str) -> tuple[VariableRow, ...]:
    return tuple(
        VariableRow(variable.replace("_", "-"), kind, tuple(names.split())) for variable, names in fields.items()
    )


ROWS = (
    *_rows(
        "names", container_author="bookauthor", original_author="origauthor",
        reviewed_author="reviewedauthor", director="director", illustrator="illustrator", compiler="compiler",
        composer="composer", performer="performer", producer="producer", narrator="narrator", host="host",
        guest="guest", interviewer="interviewer", recipient="recipient", curator="curator", organizer="organizer",
        chair="chair", script_writer="scriptwriter", contributor="contributor", series_creator="seriescreator",
        collection_editor="serieseditor", executive_producer="executiveproducer",
        editorial_director="editorialdirector",
    ),
    *_rows(
        "date", available_date="availabledate", submitted="submitted",
    ),
    *_rows("title", original_title="origtitle", reviewed_title="reviewedtitle"),
    *_rows(
        "text", annote="annote annotation", chapter_number="chapter", number_of_pages="pagetotal numpages",
        number_of_volumes="volumes numvolumes", collection_number="number", part="part",
        original_publisher="origpublisher", original_publisher_place="origlocation", call_number="library callnumber",
        section="section", dimensions="dimensions", scale="scale", medium="medium", status="pubstate",
    ),
    *_rows("verbatim", PMCID="pmcid pmc", DOI="doi", ISBN="isbn", ISSN="issn", PMID="pmid", URL="url"),
)  # fmt: skip
_BY_FIELD = {field: row for row in ROWS for field in row.fields}
_BY_VARIABLE = {row.variable: row for row in ROWS}
_TARGET = Target("biblatex", unicode=True)
_PLAIN = re.compile(r"[a-z0-9]+(?:[ .,:/-][a-z0-9]+)*")


def to_variables(extra: Mapping[str, str], taken: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str | None]]:
    """The variables for the fields of *extra*, except those *taken*, and the fields that they do not give back exactly.

    Each of these has its value, or ``None`` for a field that is not there, but that the variable gives.
    """
    variables: dict[str, Any] = {}
    rest: dict[str, str | None] = {}
    for field, latex in extra.items():
        row = _BY_FIELD.get(field)
        fits = row and not (row.variable in taken or row.variable in variables or _is_second(field, row, extra))
        value = _TO[row.kind](status_in_words(latex) if field == "pubstate" else latex) if row and fits else None
        if not row or not value:
            rest[field] = latex
            continue
        variables[row.variable] = value
        if field != row.fields[0]:
            rest |= {field: latex, row.fields[0]: None}
        elif field == "pubstate":
            rest |= {} if latex in (value, status_key(value)) else {field: latex}
        elif not (row.kind == "text" and _PLAIN.fullmatch(latex)) and _FROM[row.kind](value) != (latex, True):
            rest[field] = latex
    return variables, rest


def _is_second(field: str, row: VariableRow, extra: Mapping[str, str]) -> bool:
    return field != row.fields[0] and row.fields[0] in extra


def from_variable(variable: str, value: object) -> tuple[dict[str, str], bool]:
    """The field of ``extra`` for a variable, with its value, and whether the value says all."""
    row = _BY_VARIABLE.get(variable)
    latex, exact = _FROM[row.kind](value) if row else ("", False)
    return ({row.fields[0]: latex} if row and latex else {}), exact


def _to_names(latex: str) -> list[dict[str, str]]:
    try:
        return to_names(read_names(latex))[0]
    except InputError:
        return []


def _from_names(value: object) -> tuple[str, bool]:
    names, exact = from_names(value)
    return write_names(names, _TARGET), exact


def _to_date(latex: str) -> dict[str, Any] | None:
    text = decode(latex)
    for edtf in (latex, text):  # in EDTF "~" is not a space
        try:
            return to_date(parse_date(edtf))
        except InputError:
            continue
    return {"literal": text} if text else None


def _from_date(value: object) -> tuple[str, bool]:
    if isinstance(value, dict) and set(value) == {"literal"} and isinstance(value["literal"], str):
        return encode(value["literal"]), True
    try:
        date, exact = from_date(value)
    except InputError:
        return (encode(value) if isinstance(value, str) else ""), False
    return str(date), exact


def _from_text(value: object) -> tuple[str, bool]:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return "", False
    text = from_tags(str(value))[0]
    return encode(without_marks(text)), all(part.kind in ("text", "math") for part in text)


def _from_title(value: object) -> tuple[str, bool]:
    if not isinstance(value, str):
        return "", False
    text, exact = from_tags(value)
    return markup.latex(source(text)), exact


def _from_verbatim(value: object) -> tuple[str, bool]:
    return (value, True) if isinstance(value, str) else ("", False)


# A link with another scheme, which runs code, has "%3A" for its colon in ``written_extra``.
_LINK = re.compile(r"(?!javascript:|data:|vbscript:|[a-z][a-z0-9+.-]*%3A)[^\s<>\"]+", re.IGNORECASE)


def _to_verbatim(value: str) -> str:
    """*value* unchanged, unless it is a link that runs code, or is not a single word."""
    return value if _LINK.fullmatch(value) else ""


_TO: dict[VariableKind, Callable[[str], Any]] = {
    "names": _to_names,
    "date": _to_date,
    "title": lambda latex: markup.csl(markup.from_latex(latex)),
    "text": lambda latex: quote(decode(latex)),
    "verbatim": _to_verbatim,
}
_FROM: dict[VariableKind, Callable[[object], tuple[str, bool]]] = {
    "names": _from_names,
    "date": _from_date,
    "title": _from_title,
    "text": _from_text,
    "verbatim": _from_verbatim,
}

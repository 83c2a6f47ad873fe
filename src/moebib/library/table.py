"""Works as tables: flat rows for spreadsheets and data frames, and HTML for notebooks."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from types import ModuleType
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from moebib._guesses import guessing
from moebib.errors import InvalidArgument, MissingPackage
from moebib.library.columns import column
from moebib.records.record import Record
from moebib.text import markup

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["SearchResults", "package_for", "pandas_frame", "polars_frame", "row", "works_html"]

_ROW = ("id", "type", "title", "author", "year", "issued", "venue", "container_title", "doi", "arxiv", "link", "code",
        "tags", "keyword")  # fmt: skip
"""The columns of a flat row."""
_LISTS = ("author", "code", "tags", "keyword")
"""Those that are lists; the year is a number, and the others are texts."""
_PAGE = 20
"""The works of one page in a notebook."""
_MOST = 500
"""The works that a notebook shows at all."""
_STYLE = "text-align: left; vertical-align: top"
_WRAPPED = 'style="overflow-wrap: anywhere"'
"""Words without end, such as formulas and URLs, do not push the other columns out of sight."""
_COPY = "navigator.clipboard.writeText(this.previousElementSibling.textContent)"


@guessing(
    {
        **dict.fromkeys(
            ("records", "works", "results", "values"), "it is a list of records itself: results[0], len(results)"
        ),
        **dict.fromkeys(
            ("to_pandas", "to_polars", "save", "select", "rows", "keys", "get", "to_dicts"),
            "library.select(keys=[record.id for record in results]) is a library",
        ),
        **dict.fromkeys(("export", "to_bibtex", "write"), "moebib.export(results), or moebib.write(results, path)"),
    }
)
class SearchResults(list[Record]):
    """A list of works, best match first, that a notebook shows as a table, page by page."""

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Record: ...
    @overload
    def __getitem__(self, index: slice, /) -> SearchResults: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> Record | SearchResults:
        """The work at a position, or a part of the results."""
        if not isinstance(index, slice) and not hasattr(index, "__index__"):
            hint = "library[key] is the work with a key"
            raise InvalidArgument(f"results are indexed by position, not by {type(index).__name__}\nhint: {hint}")
        return SearchResults(super().__getitem__(index)) if isinstance(index, slice) else super().__getitem__(index)

    def _repr_html_(self) -> str:
        return works_html(self)


def row(record: Record) -> dict[str, Any]:
    """The fields of a work that fit in a table, as one flat row."""
    return {name: column(name)(record) for name in _ROW}


def polars_frame(records: Iterable[Record]) -> polars.DataFrame:
    """One row per work; the types of the columns do not depend on the works."""
    package = package_for("polars")
    types = {name: package.List(package.String) if name in _LISTS else package.String for name in _ROW}
    frame: polars.DataFrame = package.DataFrame(list(map(row, records)), schema=types | {"year": package.Int64})
    return frame


def pandas_frame(records: Iterable[Record]) -> pandas.DataFrame:
    """As :func:`polars_frame`; years stay whole numbers if some are missing."""
    rows = list(map(row, records))
    frame: pandas.DataFrame = package_for("pandas").DataFrame(rows, columns=list(_ROW)).astype({"year": "Int64"})
    return frame


def package_for(name: str) -> ModuleType:
    """The package for data frames.

    Raises:
        MissingPackage: If it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingPackage(f"to_{name} needs {name}; install it with `pip install {name}`") from error


def works_html(works: Sequence[Record], note: str = "") -> str:
    """A table of *works* with links, and with a button that copies the key; pages after the first one are folded.

    Neither styles nor scripts are needed to read it, because many viewers of notebooks remove them.
    """
    pages = [works[start : start + _PAGE] for start in range(0, min(len(works), _MOST), _PAGE)]
    shown = [_table(pages[0]) if pages else "<p>no works</p>"]
    for number, page in enumerate(pages[1:], start=1):
        first = number * _PAGE + 1
        summary = f"{first} to {first + len(page) - 1} of {len(works)}"
        shown.append(f"<details><summary>{summary}</summary>{_table(page)}</details>")
    if len(works) > _MOST:
        shown.append(f"<p>and {len(works) - _MOST} more works</p>")
    return f"<div>{''.join(shown)}{f'<p>{_text(note)}</p>' if note else ''}</div>"


def _table(works: Iterable[Record]) -> str:
    head = "".join(f'<th style="{_STYLE}">{name}</th>' for name in ("key", "year", "venue", "work", "links"))
    rows = ("".join(f'<td style="{_STYLE}">{cell}</td>' for cell in _cells(work)) for work in works)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def _cells(work: Record) -> Iterator[str]:
    key = f'<code style="user-select: all">{_text(work.id)}</code>'
    yield f'{key} <button type="button" title="copy the key" onclick="{_COPY}">copy</button>'
    yield str(work.year or "")
    yield f"<span {_WRAPPED}>{_text(work.venue)}</span>"
    title = markup.html(work.title) or _text(work.id)
    linked = _link(work.link, title) if work.link else title
    yield f"<span {_WRAPPED}>{linked}<br>{_text(work.authors_display)}</span>"
    yield " ".join(_link(urls[0], kind) for kind, urls in work.links if urls)


def _text(text: str) -> str:
    """Plain text, in which MathJax finds no formula."""
    return markup.html(markup.escape(text))


def _link(url: str, shown: str) -> str:
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{shown}</a>'

r"""Hayagriva: the bibliographies of Typst, in YAML, in both directions.

An entry has few fields; what it appeared in is an entry of its own under ``parent``, with title, volume and publisher
(https://github.com/typst/hayagriva/blob/main/docs/file-format.md, checked with Typst 0.15). What is not:

- Text is a template: braces protect case, ``$`` begins Typst math, which runs as code. A backslash before ``{ } $ \``
  makes plain characters of them; only formulas that mean the same in LaTeX and Typst stay formulas
  (``hayagriva.values``).
- Typst rejects a whole file for one invalid date, language or link, so such a value is not written as that field.
- Typst ignores unknown fields. What the format cannot express exactly (a second DOI, keywords, a range of days) is
  written under ``moebib``; what is not part of a reference (``NOT_IN_HAYAGRIVA``) is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from moebib.formats import Format, Loss, Options, ParsedFile, RecordWriter
from moebib.records.fields import MARKUP

if TYPE_CHECKING:
    from moebib.library.config import Config
    from moebib.records.record import Record

__all__ = ["FORMAT"]


def _read(text: str, config: Config) -> ParsedFile:
    from moebib.formats.hayagriva.reader import read

    return read(text)


def _item(record: Record, options: Options) -> str:
    from moebib.formats.hayagriva.writer import dump, to_hayagriva

    return dump(record.id, to_hayagriva(record))


def _shown(record: Record, *_: object) -> tuple[Loss, ...]:
    from moebib.formats._formulas import formulas_shown
    from moebib.formats.hayagriva.values import is_written

    return formulas_shown(record, is_written, "Typst shows the TeX of a formula")


def _fields() -> Mapping[str, list[str]]:
    from moebib.formats.hayagriva.fields import FIELD_ROWS

    return {row.field: [row.path] for row in FIELD_ROWS}


FORMAT = Format(
    name="hayagriva",
    title="Hayagriva",
    suffixes=(".yml", ".yaml"),
    sniff=r"\A\s*\{\}\s*\Z|(?m:^)\s+(?:type|title|author|parent)\s*:\s",
    comment=r"#|---\s*$",
    read=_read,
    write=RecordWriter(_item, head="# Written by moebib for Typst.\n\n", between="\n", empty="{}\n"),
    shown=_shown,
    caveats=dict.fromkeys(MARKUP, "a formula that Typst does not have is TeX"),
    fields=_fields,
    notes="""\
Typst reads text as a template: `$x$` is a formula; `\\$`, `\\{` and `\\\\` are characters. Words with capitals inside
get braces, so that no style changes them. What Typst has no field for (keywords, a second DOI, a range of days) is
under `moebib`, which Typst ignores; what is not part of a reference is left out.
""",
)

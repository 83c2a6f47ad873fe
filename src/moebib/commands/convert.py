"""The action behind `convert`: a bibliography in one format as text in another, without any list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from moebib import formats
from moebib.commands._workers import run_tasks
from moebib.errors import Finding, InputError
from moebib.formats import Format, Made, Options, RecordWriter
from moebib.records.record import Record

__all__ = ["Part", "convert"]

_BATCH = 400
"""How many works are handed over at once: enough that the handing over costs little."""


class Part(NamedTuple):
    """Some works in their new format, and what of the old one was not understood."""

    text: str
    works: int = 0
    findings: tuple[Finding, ...] = ()


def convert(
    data: bytes,
    name: str,
    *,
    source: str | None = None,
    writer: RecordWriter,
    options: Options = Options(),  # noqa: B008 - it never changes
    jobs: int = 1,
) -> Iterator[Part]:
    """The works of a file called *name*, in their order, as parts of the new text; nothing more is held of it.

    Keys and identifiers may stand there more than once. *jobs* is how many processes work; it changes no byte.

    Raises:
        InputError: If its format is unknown, or, behind the last part, if it is no bibliography at all.
    """
    format = formats.for_file(name, data, name=source)
    text, found = format.decode(data, name)
    works = 0
    is_wrong = False
    for part in _parts(text, format, writer, options, jobs):
        findings = tuple(replace(finding, file=name) for finding in (*found, *part.findings))
        found = ()
        is_wrong = is_wrong or any(finding.level == "error" for finding in findings)
        between = writer.between if works else writer.head
        works += part.works
        yield Part(f"{between}{part.text}" if part.works else "", part.works, findings)
    if not works:
        _check(text, name, format, is_wrong=is_wrong)
    yield Part(writer.tail if works else writer.join(()))


def _check(text: str, name: str, format: Format, *, is_wrong: bool) -> None:
    """A list of no works is fine; a text of which no work could be read, or that is something else, is not."""
    if not text.strip():
        raise InputError("there is nothing in it", where=name)
    if is_wrong:
        raise InputError("no work in it can be read", where=name)
    if not re.search(format.sniff, text):
        raise InputError("no bibliography in this format: nothing in it is a work", where=name)


def _parts(text: str, format: Format, writer: RecordWriter, options: Options, jobs: int) -> Iterator[Part]:
    stages = format.steps()
    write = partial(_write, make=stages.make, item=writer.item, options=options)
    pieces = stages.split(text)
    batches = iter(lambda: list(islice(pieces, _BATCH)), [])
    for batch, made in run_tasks(write, ((batch, [piece.raw for piece in batch]) for batch in batches), jobs):
        texts = [text for text, _ in made if text is not None]
        findings = (
            finding
            for piece, (_, found) in zip(batch, made, strict=True)
            if piece.findings or found
            for finding in (*piece.findings, *map(piece.place, found))
        )
        yield Part(writer.between.join(texts), len(texts), tuple(findings))


_Written = list[tuple[str | None, tuple[Finding, ...]]]


def _write(
    raws: Iterable[Any], make: Callable[[Any], Made], item: Callable[[Record, Options], str], options: Options
) -> _Written:
    """The text of each work, and what was found in it."""
    made = (make(raw) if raw is not None else (None, ()) for raw in raws)
    return [(item(record, options) if record else None, findings) for record, findings in made]

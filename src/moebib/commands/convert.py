"""`moebib convert`: a bibliography in one format as text in another, without a list."""

from __future__ import annotations

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
"""How many works a process gets at once: enough that passing them costs little."""


class Part(NamedTuple):
    """Some works in the new format, and the findings of reading them."""

    text: str
    works: int = 0
    findings: tuple[Finding, ...] = ()


def convert(
    data: bytes,
    name: str,
    *,
    source: str | None = None,
    writer: RecordWriter,
    options: Options = Options(),  # noqa: B008 - a tuple
    jobs: int = 1,
) -> Iterator[Part]:
    """The works of a file called *name*, in their order, as parts of the new text; only one part is in memory.

    Keys and identifiers may occur more than once. *jobs* is the number of processes; the result does not depend on it.

    Raises:
        InputError: If the format is unknown or, after the last part, if the file is not a bibliography.
    """
    format = formats.for_file(name, data, name=source)
    text, decoding = format.decode(data, name)
    works = 0
    has_errors = False
    for part in _parts(text, format, writer, options, jobs):
        findings = tuple(replace(finding, file=name) for finding in (*decoding, *part.findings))
        decoding = ()
        has_errors = has_errors or any(finding.level == "error" for finding in findings)
        between = writer.between if works else writer.head
        works += part.works
        yield Part(f"{between}{part.text}" if part.works else "", part.works, findings)
    if not works and has_errors and text.strip():
        raise InputError("no work in the file can be read", where=name)
    if not works:
        formats.check_without_works(format, text, name)
    yield Part(writer.tail if works else writer.join(()))


def _parts(text: str, format: Format, writer: RecordWriter, options: Options, jobs: int) -> Iterator[Part]:
    stages = format.steps()
    write = partial(_write, make=stages.make, item=writer.item, options=options)
    pieces = stages.split(text)
    batches = iter(lambda: list(islice(pieces, _BATCH)), [])
    for batch, made in run_tasks(write, ((batch, [piece.raw for piece in batch]) for batch in batches), jobs):
        texts = [text for text, _ in made if text is not None]
        findings = (
            finding
            for piece, (_, making) in zip(batch, made, strict=True)
            if piece.findings or making
            for finding in (*piece.findings, *map(piece.place, making))
        )
        yield Part(writer.between.join(texts), len(texts), tuple(findings))


def _write(
    raws: Iterable[Any], make: Callable[[Any], Made], item: Callable[[Record, Options], str], options: Options
) -> list[tuple[str | None, tuple[Finding, ...]]]:
    """The text of each work, and the findings of reading it."""
    made = (make(raw) if raw is not None else (None, ()) for raw in raws)
    return [(item(record, options) if record else None, findings) for record, findings in made]

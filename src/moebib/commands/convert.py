"""`moebib convert`: a bibliography in one format as text in another, without a list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from moebib import formats
from moebib.commands._workers import run_tasks
from moebib.errors import Finding, InputError
from moebib.formats import Format, Loss, Made, Options, Piece
from moebib.normalise.journals import JournalNames
from moebib.records.record import Record

__all__ = ["Part", "convert"]

_BATCH = 400
"""How many works a process gets at once: enough that passing them costs little."""


class Part(NamedTuple):
    """Some works in the new format, the findings of reading them, and what the new format does not keep of them."""

    text: str
    works: int = 0
    findings: tuple[Finding, ...] = ()
    losses: Losses | tuple[()] = ()


@dataclass(frozen=True)
class Losses:
    """What a format does not keep of some works, as findings that are only made if they are shown."""

    file: str
    source: Format
    target: Format
    of_works: tuple[tuple[Piece, str, Loss], ...]
    """The part of the file, the key of the work, and the loss."""

    def __len__(self) -> int:
        return sum(len(loss.lost) if loss.field == "extra" else 1 for _, _, loss in self.of_works)

    def __iter__(self) -> Iterator[Finding]:
        homes = self.source.homes()
        for piece, id, loss in self.of_works:
            for finding in loss.findings(id, self.target.title):
                in_file = homes[loss.field].names if loss.field != "extra" and loss.field in homes else (finding.field,)
                # Without such a field in the file, the place is that of the work, which comes first.
                places = (piece.place(replace(finding, field=name)) for name in in_file or [finding.field])
                place = max(places, key=lambda place: (place.line or 0, place.column or 0))
                yield replace(place, file=place.file or self.file)


class _ConvertedWork(NamedTuple):
    """A work in the new format, ``None`` if it was not read."""

    text: str | None
    findings: tuple[Finding, ...]
    id: str = ""
    losses: tuple[Loss, ...] = ()


def convert(
    files: Mapping[str, bytes],
    *,
    source: str | None = None,
    target: Format,
    options: Options = Options(),  # noqa: B008 - a tuple
    journals: JournalNames | None = None,
    jobs: int = 1,
) -> Iterator[Part]:
    """The works of *files*, in their order, as parts of the new text; only one part is in memory.

    *files* are contents by names. Several are read as one bibliography. Keys and identifiers may occur more than once.
    *jobs* is the number of processes; the result does not depend on it.

    Raises:
        InputError: If a format is unknown, *target* is not written work by work, several files are not all .bib files
            or, after the last part, if they are not a bibliography.
    """
    name = next(iter(files))
    format = formats.for_files(files, name=source)
    writer = target.record_writer()
    texts: dict[str, str] = {}
    decoding: list[Finding] = []
    for other, data in files.items():
        texts[other], found = format.decode(data, other)
        decoding += (replace(finding, file=other) for finding in found)
    works = 0
    is_begun = has_errors = False
    unknown: set[str] = set()
    for part in _parts(texts, format, target, options, journals, jobs):
        of_part = _each_journal_once(part.findings, unknown)
        findings = (*decoding, *(replace(finding, file=finding.file or name) for finding in of_part))
        decoding = []
        has_errors = has_errors or any(finding.level == "error" for finding in findings)
        between = writer.between if is_begun else writer.head
        works += part.works
        is_begun = is_begun or bool(part.text)
        yield Part(f"{between}{part.text}" if part.text else "", part.works, findings, part.losses)
    if not works and has_errors:
        raise InputError("no work in the file can be read", where=name)
    for other, text in texts.items():
        if not works:
            formats.check_without_works(format, text, other)
    yield Part(writer.tail if is_begun else writer.join(()))


def _each_journal_once(findings: Iterable[Finding], unknown: set[str]) -> Iterator[Finding]:
    """*findings* without those about journals that are among the *unknown* ones, to which the others are added."""
    for finding in findings:
        if finding.code == "MB148":
            if finding.message in unknown:
                continue
            unknown.add(finding.message)
        yield finding


def _parts(
    texts: Mapping[str, str],
    format: Format,
    target: Format,
    options: Options,
    journals: JournalNames | None,
    jobs: int,
) -> Iterator[Part]:
    stages = format.steps()
    is_same_family = format.stages == target.stages
    make = partial(_make_with, journals, stages.make) if journals else stages.make
    write = partial(_write, make=make, source=format.name, target=target.name, options=options)
    file = next(iter(texts))
    pieces = stages.split(*texts.values()) if len(texts) == 1 else format.split_all(texts)
    batches = iter(lambda: list(islice(pieces, _BATCH)), [])
    between = target.record_writer().between
    for batch, written in run_tasks(write, ((batch, [piece.raw for piece in batch]) for batch in batches), jobs):
        items: list[str] = []
        findings: list[Finding] = []
        losses: list[tuple[Piece, str, Loss]] = []
        for piece, work in zip(batch, written, strict=True):
            items += filter(None, (piece.aside if is_same_family else "", work.text))
            findings += piece.findings if is_same_family else (*piece.findings, *piece.findings_elsewhere)
            findings += map(piece.place, work.findings)
            losses += ((piece, left.key, Loss(left.name, left.values, (), "no place for it")) for left in piece.left)
            losses += ((piece, work.id, loss) for loss in work.losses)
        works = sum(work.text is not None for work in written)
        yield Part(between.join(items), works, tuple(findings), Losses(file, format, target, tuple(losses)))


def _make_with(journals: JournalNames, make: Callable[[Any], Made], raw: Any) -> Made:
    record, findings = make(raw)
    if record is None:
        return record, findings
    record, unknown = journals.written(record)
    return record, (*findings, *unknown)


def _write(
    raws: Iterable[Any], make: Callable[[Any], Made], source: str, target: str, options: Options
) -> list[_ConvertedWork]:
    """Each work in the format called *target*; what is omitted on request is not lost.

    From one dialect of a format to another, a value stays as it was written.
    """
    format = formats.get(target, "write records")
    item = format.record_writer().item
    origin = formats.get(source, "read")
    made = [(raw, *(make(raw) if raw is not None else (None, ()))) for raw in raws]
    records = [record for _, record, _ in made if record]
    if format.rewrite and origin.stages == format.stages:
        rewritten = [format.rewrite(record, raw, options) for raw, record, _ in made if record]
        texts = [text for text, _, _ in rewritten]
        changes = [changed for _, changed, _ in rewritten]
        losses = [
            (*format.compare(record, back), *(format.shown(record, options, text) if format.shown else ()))
            for record, (text, _, back) in zip(records, rewritten, strict=True)
        ]
    else:
        texts = [item(record, options) for record in records]
        changes = [origin.unread(record, raw) if origin.unread else () for raw, record, _ in made if record]
        complete = options._replace(omit=frozenset())
        whole = [item(record, complete) for record in records] if options.omit else texts
        losses = format.losses_of_all(records, options, whole)
    works = iter(zip(texts, changes, losses, strict=True))
    return [
        _ConvertedWork(None, findings) if record is None else _converted(record, findings, origin, *next(works))
        for _, record, findings in made
    ]


def _converted(
    record: Record,
    findings: tuple[Finding, ...],
    origin: Format,
    text: str,
    changed: tuple[Loss, ...],
    losses: tuple[Loss, ...],
) -> _ConvertedWork:
    repeated = origin.repeated(record) if origin.repeated and losses else frozenset()
    repeated |= {loss.field for loss in changed if loss.field in record.extra}
    losses = tuple(filter(None, (_without(loss, repeated) for loss in losses)))
    return _ConvertedWork(text, findings, record.id, (*changed, *losses))


def _without(loss: Loss, repeated: Collection[str]) -> Loss | None:
    """The loss without the names of ``extra`` that only repeat other fields; ``None`` if nothing is left."""
    if loss.field != "extra" or not repeated:
        return loss
    lost, instead = (
        tuple(value for value in values if value.partition(" = ")[0] not in repeated)
        for values in (loss.lost, loss.instead)
    )
    return loss._replace(lost=lost, instead=instead) if lost or instead else None

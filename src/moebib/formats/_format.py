"""What a format is: its names, and how it is recognised, read and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from moebib.errors import Finding, InputError
from moebib.formats._reading import EMPTY, Continuation, Left, Made, ParsedFile, Piece, Stages, is_blank
from moebib.formats._writing import Home, LibraryWriter, Loss, Options, RecordWriter, Rewritten
from moebib.text.conflicts import conflict_findings
from moebib.text.encoding import decode_utf8

if TYPE_CHECKING:
    from moebib.library.config import Config
    from moebib.records.record import Record

__all__ = ["Format", "Use", "decode_any"]

Use = Literal["read", "write", "write records"]
"""What a format can do; "write records" excludes those that are made from a whole library."""


def _decode(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    return decode_utf8(data, name), ()


def decode_any(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file in any encoding, with a finding if it is not UTF-8."""
    from moebib.text.encoding import decode_bytes

    decoded = decode_bytes(data)
    return decoded.text, (decoded.finding,) if decoded.finding else ()


def _no_fields() -> Mapping[str, Sequence[str]]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Format:
    """A file format: how it is recognised, read and written, and where it puts each field of a record.

    A module is imported when a format is looked for, so the functions of a large one import their reader and writer
    when they are called.
    """

    name: str
    """The name in options and in moebib.toml: "csl-json"."""
    title: str
    """The name in prose: "CSL-JSON"."""
    suffixes: tuple[str, ...]
    """File name endings, in lower case; an exported file gets the first."""
    sniff: str = r"(?!)"
    """A regular expression that a text in this format contains, and prose does not."""
    comment: str = ""
    """A regular expression for the beginning of a line that is a comment; a file of these is one without works."""
    decode: Callable[[bytes, str], tuple[str, tuple[Finding, ...]]] = _decode
    """The text of a file, given its content and its name, with the findings of decoding; UTF-8 by default."""
    read: Callable[[str, Config], ParsedFile] | None = None
    """The content of a text; ``None`` if the format is only written."""
    continued: Continuation | None = None
    """How a text goes on in other files, if it can."""
    stages: Stages | None = None
    """``read`` record by record, for formats whose files get long."""
    conflicts: Callable[[str], Sequence[Finding]] = conflict_findings
    """The merge conflicts in a text, of which nothing is read then; none if ``read`` leaves them out itself."""
    unread: Callable[[Record, Any], tuple[Loss, ...]] | None = None
    """What other formats do not have of what a record was read from, or write as characters."""
    shown: Callable[[Record, Options, str], Iterable[Loss]] | None = None
    """What the programs of a format do not print, or as other characters, although moebib reads it back as it was.
    Besides the record, it gets its text in the format."""
    repeated: Callable[[Record], frozenset[str]] | None = None
    """The names in ``extra`` of a record that was read that say only what other fields say, in other words."""
    rewrite: Callable[[Record, Any, Options], Rewritten] | None = None
    """The text of a record in the characters of what it was read from with the same ``stages``, where the record says
    the same."""
    write: RecordWriter | LibraryWriter | None = None
    """The writer; ``None`` if the format is only read."""
    fields: Callable[[], Mapping[str, Sequence[str]]] = _no_fields
    """For each field of a record that the format has a place for, the names it has there."""
    caveats: Mapping[str, str] = field(default_factory=dict)
    """What is lost of a field that the format has a place for."""
    formulas: str = ""
    """What becomes of a formula in a text that the format cannot keep."""
    kept: Mapping[str, Callable[[Record, Options], Any]] = field(default_factory=dict)
    """Of a format that is not read back, what is left of a field with a caveat."""
    notes: str = ""
    """A paragraph of Markdown for the reference."""

    def can(self, use: Use) -> bool:
        """Whether the format is declared for *use*."""
        if use == "write records":
            return isinstance(self.write, RecordWriter)
        return (self.read if use == "read" else self.write) is not None

    @property
    def can_be_one_of_several(self) -> bool:
        """Whether several files of this format can be one bibliography."""
        return bool(self.stages and self.stages.split_all)

    def parse_text(
        self, text: str, config: Config | None = None, *, path: str = "", others: Mapping[str, str] | None = None
    ) -> ParsedFile:
        """The content of *text*, and of the texts *others* that continue it, by their paths from that of *text*.

        An empty text is a bibliography without works in every format.

        Raises:
            InputError: If the format is only written.
        """
        if self.read is None:
            raise InputError(f"{self.name} can be written, but not read")
        if config is None:
            from moebib.library.config import Config

            config = Config()
        if is_blank(text) and not others:
            return ParsedFile((), findings=(EMPTY,))
        if conflicts := self.conflicts(text):
            return ParsedFile((), findings=tuple(conflicts))
        if others and self.continued:
            return self.continued.read({path: text, **others}, config)
        return self.read(text, config)

    def parse(
        self, data: bytes, config: Config | None = None, *, name: str, others: Mapping[str, str] | None = None
    ) -> ParsedFile:
        """The content of a file called *name*, which becomes the file of every finding.

        *others* are the texts of the files that continue it, by their paths from its folder.

        Raises:
            InputError: If it is in no encoding that the format allows, or the format is only written.
        """
        text, decoding = self.decode(data, name)
        folder, slash, path = name.rpartition("/")
        parsed = self.parse_text(text, config, path=path, others=others)
        findings = (
            replace(finding, file=f"{folder}{slash}{finding.file}" if finding.file else name)
            for finding in (*decoding, *parsed.findings)
        )
        return replace(parsed, findings=tuple(findings))

    def parse_all(self, files: Mapping[str, bytes]) -> ParsedFile:
        """The content of several files, by their names, that are one bibliography, if ``can_be_one_of_several``.

        Raises:
            InputError: If one is in no encoding that the format allows.
        """
        texts: dict[str, str] = {}
        findings: list[Finding] = []
        for name, data in files.items():
            texts[name], decoding = self.decode(data, name)
            findings += (replace(finding, file=name) for finding in decoding)
        make = self.steps().make
        records: list[Record] = []
        for piece in self.split_all(texts):
            record, of_record = make(piece.raw) if piece.raw is not None else (None, ())
            records += [record] if record else []
            findings += (*piece.findings, *map(piece.place, of_record))
        return ParsedFile(tuple(records), findings=tuple(findings))

    def split_all(self, texts: Mapping[str, str]) -> Iterator[Piece]:
        """The first step of reading several texts, by the names of their files, if ``can_be_one_of_several``."""
        assert self.stages
        assert self.stages.split_all
        return self.stages.split_all(texts)

    def steps(self) -> Stages:
        """The stages of reading; a format that declares none does everything in the first."""
        return Stages(self._split, self.stages.make if self.stages else _made)

    def _split(self, text: str) -> Iterator[Piece]:
        if self.stages and not is_blank(text) and not self.conflicts(text):
            yield from self.stages.split(text)
            return
        parsed = self.parse_text(text)
        left: dict[str, list[Left]] = {record.id: [] for record in parsed.records}
        for item in parsed.left:
            left.setdefault(item.key, []).append(item)
        yield Piece(None, parsed.findings)
        for record in parsed.records:
            of_work = tuple(left.pop(record.id, ()))
            yield Piece(record, place=partial(_with_line, of_work), left=of_work)
        for others in map(tuple, left.values()):
            yield Piece(None, place=partial(_with_line, others), left=others)

    def record_writer(self) -> RecordWriter:
        """The writer, if the format is written record by record.

        Raises:
            InputError: If it is made from a whole list, or only read.
        """
        if isinstance(self.write, RecordWriter):
            return self.write
        if self.write is None:
            raise InputError(f"{self.name} can be read, but not written")
        raise InputError(f"{self.name} is made from a whole list; use `moebib export`")

    def homes(self) -> Mapping[str, Home]:
        """For every field of a record and its versions ("versions.title") its place in this format."""
        from moebib.formats import _loss

        return _loss.homes(self)

    def losses(
        self,
        record: Record,
        options: Options = Options(),  # noqa: B008 - a tuple
        written: str | None = None,
    ) -> tuple[Loss, ...]:
        """What of *record* does not come back from this format; if it is not read, what is left out.

        *written* is its text in this format, unless it still has to be written. The order of identifiers does not
        count.
        """
        from moebib.formats import _loss

        return _loss.losses(record, self, options, written)

    def losses_of_all(
        self, records: Sequence[Record], options: Options, texts: Sequence[str]
    ) -> list[tuple[Loss, ...]]:
        """The losses of each of *records*, given their *texts* in this format."""
        from moebib.formats import _loss

        return _loss.losses_of_all(records, self, options, texts)

    def compare(self, record: Record, back: Record | None) -> tuple[Loss, ...]:
        """What of *record* is missing in *back*, which was read of its text in this format."""
        from moebib.formats import _loss

        return _loss.compare(record, back, self)


def _with_line(left: tuple[Left, ...], finding: Finding) -> Finding:
    """The finding about a part of *left*, with its line."""
    lines = (item.line for item in left if item.name == finding.field)
    return replace(finding, line=finding.line or next(lines, None))


def _made(record: Record) -> Made:
    return record, ()

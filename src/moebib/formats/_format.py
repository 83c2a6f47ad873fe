"""What a format is, and what reading a file gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from moebib.errors import Finding, InputError
from moebib.text.conflicts import conflict_findings
from moebib.text.encoding import decode_utf8
from moebib.text.shorten import quote

if TYPE_CHECKING:
    from moebib.library.config import Config, Section
    from moebib.library.library import Library
    from moebib.records.model import Model
    from moebib.records.record import Record

Use = Literal["read", "write", "write records"]
"""What a format can do; "write records" excludes those that are made from a whole library."""


EMPTY = Finding("MB147", "the file is empty: a bibliography without works")
"""What is said of a file without any text, in each format."""


def is_blank(text: str, comment: str = "") -> bool:
    """Whether a file has no text at all, or only lines that are a *comment*, a regular expression."""
    text = text.removeprefix("\ufeff")
    if comment:
        text = re.sub(rf"(?m)^[^\S\n]*(?:{comment}).*", "", text)
    return not text.strip("\ufeff \t\r\n\f\v")


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The content of a file: its works and models, each once, and a finding for each thing that was not understood.

    It unpacks into the two that every format has: ``records, findings = parsed``.

    >>> from moebib.formats import parse
    >>> records, findings = parse("@book{knuth1984, title = {The {TeX}book}}")
    >>> records[0].id, findings
    ('knuth1984', ())
    """

    records: tuple[Record, ...]
    models: tuple[Model, ...] = ()
    sections: tuple[Section, ...] = ()
    """The sections found, in order, if the format has any."""
    findings: tuple[Finding, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found at all, not even something that cannot be read."""
        has_errors = any(finding.level == "error" for finding in self.findings)
        return not (self.records or self.models or self.sections or has_errors)

    def __iter__(self) -> Iterator[Any]:
        """The records and the findings."""
        return iter((self.records, self.findings))


class Options(NamedTuple):
    """Options of an export; a format ignores those that do not concern it."""

    unicode: bool = False
    """Keep Unicode in BibTeX instead of LaTeX commands."""
    style: str | None = None
    """The style of the README; by default the one in moebib.toml."""
    omit: frozenset[str] = frozenset()
    """Fields to leave out of BibTeX and BibLaTeX, by their names there ("isbn", "abstract")."""
    raw: bool = False
    """Write the cells of CSV unchanged, including those that a spreadsheet would run as formulas."""
    template: str = ""
    """The text of the template that is the style of the README, if one is."""


class RecordWriter(NamedTuple):
    """Writes record by record, so that a list of any length needs no more memory than its text."""

    item: Callable[[Record, Options], str]
    r"""The text of one record: deterministic, UTF-8, lines ending in ``\n``; a function that can be pickled."""
    head: str = ""
    between: str = ""
    tail: str = ""
    empty: str | None = None
    """The text of no records at all, if it is not ``head + tail``."""

    def join(self, items: Iterable[str]) -> str:
        """The whole text, made of the texts of the records."""
        body = self.between.join(items)
        return self.empty if not body and self.empty is not None else f"{self.head}{body}{self.tail}"

    def dump(self, records: Iterable[Record], options: Options) -> str:
        """The text of *records*, in their order."""
        return self.join(self.item(record, options) for record in records)


class LibraryWriter(NamedTuple):
    """Writes a whole library at once, with its sections and models."""

    dump: Callable[[Library, Options], str]


Made = tuple["Record | None", tuple[Finding, ...]]
"""A record, if there is one, and the findings of reading it."""


def _unchanged(finding: Finding) -> Finding:
    return finding


class Piece(NamedTuple):
    """The part of a text that one record is made of."""

    raw: Any
    """The argument of ``Stages.make``, ``None`` if there is nothing to make; it can be pickled."""
    findings: tuple[Finding, ...] = ()
    """The findings of splitting."""
    place: Callable[[Finding], Finding] = _unchanged
    """Adds the position in the file to a finding of ``make``."""
    aside: str = ""
    """A part of the file between the records, which only formats with the same ``stages`` have a place for."""
    findings_elsewhere: tuple[Finding, ...] = ()
    """What is lost in other formats because they have no place for ``aside``."""


class Stages(NamedTuple):
    """Reading in two steps, record by record.

    A file of any length then needs no more memory than its text, and several processes can share the second step, which
    costs most.
    """

    split: Callable[[str], Iterator[Piece]]
    make: Callable[[Any], Made]
    split_all: Callable[[Mapping[str, str]], Iterator[Piece]] | None = None
    """``split`` for several files that are one bibliography, given their texts by their names, which the findings get;
    ``None`` if the files of the format are independent."""


class Continuation(NamedTuple):
    """How a text in a format goes on in other files."""

    find: Callable[[str, str], Iterable[str]]
    """The paths of the files to which a text links, given its path; both from the folder of the first file."""
    read: Callable[[Mapping[str, str], Config], ParsedFile]
    """The content of several texts by their paths, the first one first; the file of a finding is such a path."""


class Home(NamedTuple):
    """Where a field goes in a format."""

    names: tuple[str, ...]
    """The names it has there; none if the format has no place for it."""
    caveat: str = ""
    """What is lost of it, if it is carried in part."""


class Loss(NamedTuple):
    """What a format does not give back of a field, what it gives instead, and why."""

    field: str
    lost: tuple[str, ...]
    instead: tuple[str, ...]
    why: str
    code: Literal["MB146", "MB149"] = "MB146"
    """MB149 if the field is kept, but *lost* are characters of it that cannot be printed."""

    def findings(self, key: str, title: str) -> Iterator[Finding]:
        """The findings for the work *key* in the format with this *title*; one for each name in ``extra``."""
        if self.code == "MB149":
            chars = [f"'{char}'" if char.isprintable() else f"U+{ord(char):04X}" for char in self.lost]
            more = f" and {len(chars) - _SHOWN} more" if len(chars) > _SHOWN else ""
            message = f"{self.field} of {key!r} in {title} has {', '.join(chars[:_SHOWN])}{more}, {self.why}"
            yield Finding(self.code, message, key, self.field)
            return
        values = [(self.field, f"{self.field} {quote('; '.join(self.lost))}", "; ".join(self.instead))]
        if self.field == "extra":
            now = dict(value.split(" = ", 1) for value in self.instead)
            before = (value.split(" = ", 1) for value in self.lost)
            values = [(name, f"{name} {quote(value)}", now.get(name, "")) for name, value in before]
        for name, old, new in values:
            what = f"{old} becomes {quote(new)}" if new else old
            message = f"not kept of {key!r} in {title}, {self.why or 'which writes it otherwise'}: {what}"
            yield Finding(self.code, message, key, name)


_SHOWN = 5
"""How many characters that cannot be printed a finding names."""


class Rewritten(NamedTuple):
    """A record in the characters of what it was read from."""

    text: str
    losses: tuple[Loss, ...]
    """What is written otherwise than it was."""
    back: Record | None
    """What is read of the text."""


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
        yield Piece(None, parsed.findings)
        yield from map(Piece, parsed.records)

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


def _made(record: Record) -> Made:
    return record, ()

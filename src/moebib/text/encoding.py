"""Bytes to text and back: UTF-8 for our own files; for .bib files of others any encoding, with a finding about it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from moebib.errors import Finding, InputError

__all__ = ["Decoded", "decode_bytes", "decode_utf8", "encode_text", "position_of_byte"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the one of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096
_SAMPLE = 1 << 17
# JabRef: "% Encoding: Cp1252"; editors: "% !TeX encoding = IsoLatin"; Emacs; BibDesk.
_DECLARED = re.compile(
    r"^[ \t%]*Encoding:[ \t]*(?P<jabref>[\w-]+)"
    r"|^[ \t%]*![ \t]*(?:TeX|BIB)[ \t]+encoding[ \t]*=[ \t]*(?P<editor>[^\r\n]+)"
    r"|-\*-.*?coding:[ \t]*(?P<emacs>[\w.-]+).*?-\*-"
    r"|^%%[ \t]*Saved with string encoding[ \t]*(?P<bibdesk>[^\r\n]+)",
    re.IGNORECASE | re.MULTILINE,
)
_NAMES = {
    "utf8unicode": "utf-8",
    "unicodeutf8": "utf-8",
    "isolatin": "iso8859-1",
    "isolatin1": "iso8859-1",
    "isolatin2": "iso8859-2",
    "isolatin9": "iso8859-15",
    "westernisolatin1": "iso8859-1",
    "westernwindowslatin1": "cp1252",
    "westernmacosroman": "mac-roman",
    "macosroman": "mac-roman",
    "macroman": "mac-roman",
    "ansi": "cp1252",
}
"""What Python does not know, letters and digits only."""
_NO_FILES = {"idna", "unicode_escape", "raw_unicode_escape", "utf_7", "utf-7", "utf7"}
"""ASCII, too, but not with one meaning for each byte."""
_NOT_LATIN = ["gb18030", "big5", "shift_jis", "euc_jp", "cp1251", "koi8_r"]
_RUNS = re.compile(rb"[\x80-\xff]+")
_LATIN = ("cp1252", "iso8859-1")
# As browsers take both: all of windows-1252, and what it leaves open is as in latin-1.
# https://encoding.spec.whatwg.org/#windows-1252
_TABLE = bytes(range(0x80)).decode() + "".join(
    bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in range(0x80, 0x100)
)
_BYTES = codecs.charmap_build(_TABLE)
_ESCAPED = re.compile("[\udc80-\udcff]")


def decode_utf8(data: bytes, name: str) -> str:
    """The text of a file called *name*; a byte order mark is left out.

    Raises:
        InputError: If it is not UTF-8; ``where`` is the first byte that is wrong.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind the mark.
        at = error.start + len(data) - len(error.object)
        line, column = position_of_byte(data, at)
        message = f"not UTF-8: byte 0x{data[at]:02x}; save the file as UTF-8"
        raise InputError(message, where=f"{name}:{line}:{column}") from error


def position_of_byte(data: bytes, at: int) -> tuple[int, int]:
    """Line and column, from 1, of the byte at *at*, up to which *data* is UTF-8."""
    before = data[:at].decode()
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class Decoded(NamedTuple):
    """A text, and all that is needed to write it, or an edited one, back as it was."""

    text: str
    encoding: str = "utf-8"
    """The name that Python has for it; "cp1252" is windows-1252 with all its 256 characters."""
    bom: bytes = b""
    finding: Finding | None = None
    odd_lines: Mapping[str, bytes] = MappingProxyType({})
    """In a file of UTF-8, the lines with other bytes in them, and these."""


def decode_bytes(data: bytes) -> Decoded:
    r"""The text of a .bib file; newlines stay as they are, and lone surrogates never come out.

    What a byte order mark or the file itself says is believed, unless the bytes contradict. In a file that is UTF-8
    but for a few bytes, those are read as windows-1252.

    >>> decode_bytes(b"% Encoding: ISO8859_1\n% Fran\xe7ois").text
    '% Encoding: ISO8859_1\n% François'
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom) and (text := _decode(data[len(bom) :], encoding)) is not None:
            return Decoded(text, encoding, bom, _finding(encoding, "its byte order mark says so"))
    if (wide := _wide(data)) and (text := _decode(data, wide)) is not None:
        return Decoded(text, wide, b"", _finding(wide, "every second byte is zero"))
    declared = _declared(data)
    text = _decode(data, "utf-8")
    if declared and declared != "utf-8" and (text is None or text.isascii() or not _is_single_byte(declared)):
        other = _decode(data, declared)
        if other is not None:
            return Decoded(other, declared, b"", None if other == text else _finding(declared, "the file declares it"))
    if text is not None:
        japanese = _decode(data, "iso2022_jp") if b"\x1b$" in data else None
        if japanese is not None:
            return Decoded(japanese, "iso2022_jp", b"", _finding("iso2022_jp", "it has the escapes of that"))
        return Decoded(text)
    line = _first_odd(data)
    if (guess := _guess(data)) and (text := _decode(data, guess)) is not None:
        return Decoded(text, guess, b"", _finding(guess, "it looks so, and declares nothing", line))
    return _patched(data, line) or Decoded(
        _decode(data, "cp1252") or "", "cp1252", b"", _finding("cp1252", "it is not UTF-8, and declares nothing", line)
    )


def encode_text(text: str, like: Decoded) -> bytes:
    """The bytes of a text in the encoding of the file it comes from, with its byte order mark if it had one.

    Raises:
        UnicodeEncodeError: If the encoding has no such character.
    """
    if like.odd_lines:
        return like.bom + b"\n".join(like.odd_lines.get(line) or line.encode() for line in text.split("\n"))
    return like.bom + _encode(text, like.encoding)


def _decode(data: bytes, encoding: str) -> str | None:
    """The text, if it is one in this encoding and can be written back as it is."""
    if encoding in _LATIN:
        return codecs.charmap_decode(data, "strict", _TABLE)[0]
    try:
        text = data.decode(encoding)
        return text if encoding == "utf-8" or text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _encode(text: str, encoding: str) -> bytes:
    return codecs.charmap_encode(text, "strict", _BYTES)[0] if encoding in _LATIN else text.encode(encoding)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: Latin letters have a zero as every second byte."""
    head = data[:_HEAD]
    first, second, half = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if len(data) % 2 or half < 8:
        return ""
    if second > 0.7 * half and first < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if first > 0.7 * half and second < 0.05 * half else ""


def _declared(data: bytes) -> str:
    """The encoding that the first lines name; "" if it is none."""
    match = _DECLARED.search(data[:_HEAD].decode("latin-1").replace("\r", "\n"))
    if not match:
        return ""
    name = re.sub(r"-(?:unix|dos|mac)$", "", match[match.lastgroup or 0].strip().lower())
    short = re.sub(r"[^a-z0-9]", "", name)
    return _known(_NAMES.get(short, name)) or _known(short)


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name if name not in _NO_FILES and "% a".encode(name) == b"% a" else ""
    except (LookupError, ValueError):  # also a codec that is none of text, as "rot13"
        return ""


def _is_single_byte(encoding: str) -> bool:
    return len(bytes(range(256)).decode(encoding, "replace")) == 256


def _guess(data: bytes) -> str:
    """The encoding of a text in other than Latin letters, whose bytes above ASCII stand in runs; "" if it is none."""
    lines = [line for line in data[:_SAMPLE].splitlines() if not line.isascii()]
    if len(data) > _SAMPLE:
        lines = lines[:-1]  # it may end within a character
    runs = _RUNS.findall(b"\n".join(lines))
    alone = sum(len(run) == 1 for run in runs)
    if sum(map(len, runs)) < 10 or alone > 0.6 * len(runs):
        return ""
    import charset_normalizer  # few files need it

    best = charset_normalizer.from_bytes(b"\n".join(lines), cp_isolation=_NOT_LATIN).best()
    return best.encoding if best else ""


def _patched(data: bytes, line: int) -> Decoded | None:
    """A file of UTF-8 with a few other bytes, as when parts of files were put together."""
    text = data.decode("utf-8", "surrogateescape")
    odd = len(text) - len(_ESCAPED.sub("", text))
    if odd > len(text) - len(text.encode("ascii", "ignore")) - odd:
        return None
    finding = Finding("MB128", f"read as windows-1252 where it is not UTF-8; such bytes: {odd}", line=line)
    lines = {_repair(one): one.encode("utf-8", "surrogateescape") for one in _odd_lines(text)}
    found = Decoded(_repair(text), "utf-8", b"", finding, lines)
    return found if encode_text(found.text, found) == data else None


def _odd_lines(text: str) -> Iterable[str]:
    return (line for line in text.split("\n") if _ESCAPED.search(line))


def _repair(text: str) -> str:
    return _ESCAPED.sub(lambda match: _TABLE[ord(match[0]) - 0xDC00], text)


def _first_odd(data: bytes) -> int:
    """The line of the first byte that is not UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _finding(encoding: str, why: str, line: int | None = None) -> Finding | None:
    if encoding == "utf-8":
        return None
    name = "windows-1252" if encoding in _LATIN else encoding
    return Finding("MB128", f"read as {name}: {why}", line=line)

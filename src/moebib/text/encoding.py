"""Decodes and encodes files: our own are UTF-8; .bib files may have any encoding, which a finding reports."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from moebib.errors import Finding, InputError

__all__ = ["Decoded", "decode_bytes", "decode_start", "decode_utf8", "encode_text", "position_of_byte"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096
"""The bytes at the start of a file in which a declaration is looked for."""
_SAMPLE = 1 << 17
"""The bytes from which an encoding is guessed."""
# JabRef: "% Encoding: Cp1252"; editors: "% !TeX encoding = IsoLatin"; Emacs; BibDesk.
_DECLARED = (
    r"^[ \t%]*Encoding:[ \t]*(?P<jabref>[\w-]+)"
    r"|^[ \t%]*![ \t]*(?:TeX|BIB)[ \t]+encoding[ \t]*=[ \t]*(?P<editor>[^\r\n]+)"
    r"|-\*-.*?coding:[ \t]*(?P<emacs>[\w.-]+).*?-\*-"
    r"|^%%[ \t]*Saved with string encoding[ \t]*(?P<bibdesk>[^\r\n]+)"
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
"""Names that Python does not know, reduced to letters and digits -> the name that Python has."""
_NO_FILES = {"idna", "unicode_escape", "raw_unicode_escape", "utf_7", "utf-7", "utf7"}
"""Encodings that contain ASCII, but do not decode every byte independently."""
_NOT_LATIN = ["gb18030", "big5", "shift_jis", "euc_jp", "cp1251", "koi8_r"]
_RUNS = re.compile(rb"[\x80-\xff]+")
_LATIN = ("cp1252", "iso8859-1")
# As in browsers, both mean windows-1252, with the characters of latin-1 for the bytes that it leaves undefined.
# https://encoding.spec.whatwg.org/#windows-1252
_TABLE = bytes(range(0x80)).decode() + "".join(
    bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in range(0x80, 0x100)
)
_BYTES = codecs.charmap_build(_TABLE)
_ESCAPED = re.compile("[\udc80-\udcff]")


def decode_utf8(data: bytes, name: str) -> str:
    """The text of a file called *name*, without its byte order mark.

    Raises:
        InputError: If it is not UTF-8; ``where`` is the first invalid byte.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from the end of the byte order mark.
        at = error.start + len(data) - len(error.object)
        line, column = position_of_byte(data, at)
        message = f"not UTF-8: byte 0x{data[at]:02x}; save the file as UTF-8"
        raise InputError(message, where=f"{name}:{line}:{column}") from error


def position_of_byte(data: bytes, at: int) -> tuple[int, int]:
    """Line and column, from 1, of the byte at *at*; everything before it must be UTF-8."""
    before = data[:at].decode()
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def decode_start(data: bytes) -> str:
    """The text of a part of a file, from its beginning, without its byte order mark; what is invalid is replaced."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    return data.decode(_wide(data[: len(data) // 2 * 2]) or "utf-8", errors="replace")


class Decoded(NamedTuple):
    """A text, and all that is needed to encode it, or an edited version of it, as the file was encoded."""

    text: str
    encoding: str = "utf-8"
    """Python's name of the encoding; "cp1252" means windows-1252 with all 256 characters."""
    bom: bytes = b""
    finding: Finding | None = None
    odd_lines: Mapping[str, bytes] = MappingProxyType({})
    """Line -> bytes, for the lines of a UTF-8 file that contain other bytes."""


def decode_bytes(data: bytes) -> Decoded:
    r"""The text of a .bib file; newlines are kept, and the text never contains lone surrogates.

    A byte order mark and a declaration in the file are followed, unless the bytes are invalid in that encoding. If all
    but a few bytes are UTF-8, the others are read as windows-1252.

    >>> decode_bytes(b"% Encoding: ISO8859_1\n% Fran\xe7ois").text
    '% Encoding: ISO8859_1\n% François'
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom) and (text := _decode(data[len(bom) :], encoding)) is not None:
            return Decoded(text, encoding, bom, _finding(encoding, "it begins with this byte order mark"))
    if (wide := _wide(data)) and (text := _decode(data, wide)) is not None:
        return Decoded(text, wide, b"", _finding(wide, "every second byte is zero"))
    declared = _declared(data)
    text = _decode(data, "utf-8")
    if declared and declared != "utf-8" and (text is None or text.isascii() or not _is_single_byte(declared)):
        other = _decode(data, declared)
        if other is not None:
            return Decoded(other, declared, b"", None if other == text else _finding(declared, "declared in the file"))
    if text is not None:
        japanese = _decode(data, "iso2022_jp") if b"\x1b$" in data else None
        if japanese is not None:
            return Decoded(
                japanese, "iso2022_jp", b"", _finding("iso2022_jp", "it contains escape sequences of this encoding")
            )
        return Decoded(text)
    line = _first_odd(data)
    if (guess := _guess(data)) and (text := _decode(data, guess)) is not None:
        return Decoded(text, guess, b"", _finding(guess, "guessed, because it declares no encoding", line))
    return _patched(data, line) or Decoded(
        _decode(data, "cp1252") or "",
        "cp1252",
        b"",
        _finding("cp1252", "it is not UTF-8 and declares no encoding", line),
    )


def encode_text(text: str, like: Decoded) -> bytes:
    """The bytes of a text in the encoding of the file it comes from, with the byte order mark of the file, if any.

    Raises:
        UnicodeEncodeError: If the encoding does not have one of the characters.
    """
    if like.odd_lines:
        return like.bom + b"\n".join(like.odd_lines.get(line) or line.encode() for line in text.split("\n"))
    if like.encoding in _LATIN:
        return like.bom + codecs.charmap_encode(text, "strict", _BYTES)[0]
    return like.bom + text.encode(like.encoding)


def _decode(data: bytes, encoding: str) -> str | None:
    """The text, if *data* is valid in this encoding and encoding the text gives the same bytes."""
    if encoding in _LATIN:
        return codecs.charmap_decode(data, "strict", _TABLE)[0]
    try:
        text = data.decode(encoding)
        return text if encoding == "utf-8" or text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _wide(data: bytes) -> str:
    """The encoding of UTF-16 without a byte order mark, in which every second byte of Latin text is zero; else ""."""
    head = data[:_HEAD]
    first, second, half = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if len(data) % 2 or half < 8:
        return ""
    if second > 0.7 * half and first < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if first > 0.7 * half and second < 0.05 * half else ""


def _declared(data: bytes) -> str:
    """The encoding that the first lines declare; "" if there is none or it is unknown."""
    match = re.search(_DECLARED, data[:_HEAD].decode("latin-1").replace("\r", "\n"), re.I | re.M)
    if not match:
        return ""
    name = re.sub(r"-(?:unix|dos|mac)$", "", match[match.lastgroup or 0].strip().lower())
    short = re.sub(r"[^a-z0-9]", "", name)
    return _python_name(_NAMES.get(short, name)) or _python_name(short)


def _python_name(name: str) -> str:
    """Python's name of an encoding that a file may be in; "" if it is unknown."""
    try:
        return codecs.lookup(name).name if name not in _NO_FILES and "% a".encode(name) == b"% a" else ""
    except (LookupError, ValueError):  # also for codecs that do not decode bytes to text, like "rot13"
        return ""


def _is_single_byte(encoding: str) -> bool:
    """Whether each byte is one character, so that any file is valid in this encoding."""
    return len(bytes(range(256)).decode(encoding, "replace")) == 256


def _guess(data: bytes) -> str:
    """The encoding of a text in a non-Latin script, in which bytes above ASCII form runs; "" if it seems to be none."""
    lines = [line for line in data[:_SAMPLE].splitlines() if not line.isascii()]
    if len(data) > _SAMPLE:
        lines = lines[:-1]  # the last line may end within a character
    runs = _RUNS.findall(b"\n".join(lines))
    alone = sum(len(run) == 1 for run in runs)
    if sum(map(len, runs)) < 10 or alone > 0.6 * len(runs):
        return ""
    import charset_normalizer  # slow to import, and few files need it

    best = charset_normalizer.from_bytes(b"\n".join(lines), cp_isolation=_NOT_LATIN).best()
    return best.encoding if best else ""


def _patched(data: bytes, line: int) -> Decoded | None:
    """The text of a UTF-8 file with a few other bytes, as after concatenating files; ``None`` if it is not one."""
    text = data.decode("utf-8", "surrogateescape")
    odd = len(text) - len(_ESCAPED.sub("", text))
    if odd > len(text) - len(text.encode("ascii", "ignore")) - odd:
        return None
    finding = Finding("MB128", f"bytes that are not UTF-8 are read as windows-1252; number of bytes: {odd}", line=line)
    odd_lines = {
        _repair(line): line.encode("utf-8", "surrogateescape") for line in text.split("\n") if _ESCAPED.search(line)
    }
    decoded = Decoded(_repair(text), "utf-8", b"", finding, odd_lines)
    return decoded if encode_text(decoded.text, decoded) == data else None


def _repair(text: str) -> str:
    """*text* with the bytes that "surrogateescape" kept read as windows-1252."""
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

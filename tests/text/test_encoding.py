"""Encodings: any bytes to text, and the same bytes back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.text.encoding import decode_bytes, encode_text

ENTRY = "@book{k,\r\n  author = {Šárka François},\n  title = {“Œuvre”}\n}"


@given(st.binary() | st.text().map(str.encode) | st.text().map(lambda text: text.encode("utf-16-le", "surrogatepass")))
def test_unchanged_text_is_the_same_bytes(data: bytes) -> None:
    decoded = decode_bytes(data)
    assert encode_text(decoded.text, decoded) == data
    decoded.text.encode()  # raises for a lone surrogate


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ENTRY.encode(), "utf-8"),
        (codecs.BOM_UTF8 + ENTRY.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + ENTRY.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + ENTRY.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + ENTRY.encode("utf-32-le"), "utf-32-le"),
        (ENTRY.encode("utf-16-le"), "utf-16-le"),
        (ENTRY.encode("utf-16-be"), "utf-16-be"),
        (ENTRY.encode("cp1252"), "cp1252"),
    ],
)
def test_an_encoding_is_recognised(data: bytes, encoding: str) -> None:
    decoded = decode_bytes(data)
    assert (decoded.text, decoded.encoding) == (ENTRY, encoding)
    assert (decoded.finding is None) == (encoding == "utf-8")


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("% Encoding: windows-1252", "cp1252"),
        ("% Encoding: Cp1250", "cp1250"),
        ("% Encoding: ISO8859_2", "iso8859-2"),
        ("This file was made by a program.\nEncoding: MacRoman", "mac-roman"),
        ("%!TeX encoding = latin2", "iso8859-2"),
        ("% !BIB encoding = IsoLatin9", "iso8859-15"),
        ("% -*- mode: bibtex; coding: latin-2-unix -*-", "iso8859-2"),
        ("%% Saved with string encoding Western (Mac OS Roman) ", "mac-roman"),
    ],
)
def test_a_declared_encoding_is_used_and_reported(line: str, encoding: str) -> None:
    text = f"{line}\n@book{{k, title = {{éß}}}}\n"
    decoded = decode_bytes(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.finding
    assert decoded.finding.code == "MB128"


def test_a_declared_encoding_is_kept_for_ascii_text() -> None:
    decoded = decode_bytes(b"% Encoding: Cp1252\n")
    assert decoded.finding is None
    assert encode_text("% Encoding: Cp1252\né", decoded).endswith(b"\xe9")


def test_utf_8_is_utf_8_whatever_is_declared() -> None:
    assert decode_bytes("% Encoding: Cp1252\né".encode()).text.endswith("é")


@pytest.mark.parametrize(
    "name", ["rot13", "idna", "utf-16", "unicode_escape", "undefined", "no-such", "../x", "x" * 999]
)
def test_a_declaration_of_an_unusable_encoding_is_ignored(name: str) -> None:
    assert decode_bytes(f"% Encoding: {name}\n\\xe9".encode()).encoding == "utf-8"


def test_a_multibyte_encoding_may_be_declared() -> None:
    text = "% !TeX encoding = GBK\n联通"  # by chance, the bytes of these two are valid UTF-8, too
    assert decode_bytes(text.encode("gbk")).text == text


def test_bytes_that_windows_1252_leaves_undefined_are_kept() -> None:
    assert decode_bytes(b"\x81\x93\xe9").text == "\x81“é"


def test_a_few_other_bytes_in_a_utf_8_file_are_read_as_windows_1252() -> None:
    data = "é\nü\n".encode() + b"Fran\xe7ois\nx"
    decoded = decode_bytes(data)
    assert decoded.text == "é\nü\nFrançois\nx"
    assert decoded.finding
    assert decoded.finding.line == 3
    assert encode_text(decoded.text.replace("x", "ß"), decoded) == data.replace(b"x", "ß".encode())


def test_characters_that_the_encoding_of_the_file_lacks_cannot_be_written() -> None:
    with pytest.raises(UnicodeEncodeError):
        encode_text("κ", decode_bytes(b"\xe9"))


@pytest.mark.parametrize("count", [1, 10_000])
@pytest.mark.parametrize("encoding", ["gb18030", "euc_jp"])
def test_runs_of_odd_bytes_are_not_read_as_latin(encoding: str, count: int) -> None:
    text = "@book{k, title = {電子計算機の基礎理論}}\n" * count
    assert decode_bytes(text.encode(encoding)).text == text


def test_cyrillic_without_a_declaration_is_recognised() -> None:
    text = "@book{k,\n  author = {Пономаренко, Иван},\n  title = {Большая энциклопедия русского языка},\n}"
    assert decode_bytes(text.encode("cp1251")).text == text


def test_the_escapes_of_japanese_mail_are_recognised() -> None:
    text = "@book{k, title = {計算機}}"
    decoded = decode_bytes(text.encode("iso2022_jp"))
    assert (decoded.text, decoded.encoding) == (text, "iso2022_jp")


@pytest.mark.parametrize(
    "title", ["Größe übergroßer Straßen", "Œuvres réédités, à l’été", "Þórarinn Jónsson á Íslandi"]
)
def test_isolated_accented_letters_are_read_as_latin(title: str) -> None:
    assert decode_bytes(title.encode("cp1252")).text == title

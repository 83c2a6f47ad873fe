"""Bytes that should be UTF-8, as text."""

from __future__ import annotations

from moebib.errors import InputError

__all__ = ["decode_utf8", "place_of_byte"]


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
        line, column = place_of_byte(data, at)
        message = f"not UTF-8: byte 0x{data[at]:02x}; save the file as UTF-8"
        raise InputError(message, where=f"{name}:{line}:{column}") from error


def place_of_byte(data: bytes, at: int) -> tuple[int, int]:
    """Line and column, from 1, of the byte at *at*, up to which *data* is UTF-8."""
    before = data[:at].decode()
    return before.count("\n") + 1, len(before) - before.rfind("\n")

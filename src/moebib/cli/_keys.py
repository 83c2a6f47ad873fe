"""The keys that are given to a command, also on stdin."""

from __future__ import annotations

from collections.abc import Sequence

import click

__all__ = ["read_entry_keys", "read_keys"]


def read_keys(given: Sequence[str]) -> list[str] | None:
    """The keys in the values of ``--keys``, ``None`` if it was not given."""
    if not given:
        return None
    from moebib import store
    from moebib.text.encoding import decode_bytes

    texts = (decode_bytes(store.read_stdin()).text.replace("\n", ",") if text == "-" else text for text in given)
    return [key.strip() for text in texts for key in text.split(",") if key.strip()]


def read_entry_keys(given: Sequence[str]) -> list[str]:
    """The keys or identifiers among the arguments; for "-", the first word of each line of stdin.

    So the lines that `moebib list` and `moebib search` print into a pipe are read, too.

    Raises:
        click.UsageError: If there are none.
    """
    from moebib import store
    from moebib.text.encoding import decode_bytes

    keys: list[str] = []
    for text in given:
        lines = decode_bytes(store.read_stdin()).text.splitlines() if text == "-" else []
        keys += [line.split()[0] for line in lines if line.strip()] if text == "-" else [text]
    if not keys:
        raise click.UsageError("no keys on stdin")
    return keys

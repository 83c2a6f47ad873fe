"""Record format 1, which is still read: its entries as data of format 2.

Format 2 has tables in ``[origin]`` in place of strings, ``experts_routed`` for ``experts_total``, and ``papers`` for
``paper``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["is_format_1", "may_be_format_1", "to_rename", "upgraded"]

_RENAMED = {"experts_total": "experts_routed", "paper": "papers"}
"""Fields of a model: name in format 1 -> name in format 2."""
_MARKS = re.compile(
    r"""^\s*["']?(?:paper|experts_total)["']?\s*=|=\s*["'][a-z0-9_.-]+ \d{4}-\d{2}-\d{2} [0-9a-f]{8}["']""", re.M
)
_ORIGIN = re.compile(r"([a-z0-9_.-]+) (\d{4}-\d{2}-\d{2}) ([0-9a-f]{8})")


def may_be_format_1(text: str) -> bool:
    """Whether the text of an entry looks as if it were in format 1, which is faster to see than whether it is."""
    return bool(_MARKS.search(text))


def is_format_1(data: Mapping[str, Any]) -> bool:
    """Whether *data*, the fields of an entry, has a form that only format 1 has."""
    return upgraded(data) != data


def to_rename(data: Mapping[str, Any]) -> dict[str, str]:
    """The fields of *data* that have another name in format 2, each with that name; a table was never in format 1."""
    return {
        old: new
        for old, new in _RENAMED.items()
        if old in data and new not in data and not isinstance(data[old], dict | list)
    }


def upgraded(data: Mapping[str, Any]) -> dict[str, Any]:
    """*data* in format 2, with the fields in their places; data that already is in format 2 stays the same.

    >>> upgraded({"paper": "arden2024", "origin": {"title": "arxiv 2026-11-24 5f0c2a91"}})
    {'papers': ['arden2024'], 'origin': {'title': {'source': 'arxiv', 'date': '2026-11-24', 'digest': '5f0c2a91'}}}
    """
    names = to_rename(data)
    fields = {names.get(name, name): value for name, value in data.items()}
    if isinstance(fields.get("papers"), str):
        fields["papers"] = [fields["papers"]]
    if isinstance(fields.get("origin"), dict):
        fields["origin"] = {field: _origin(origin) for field, origin in fields["origin"].items()}
    return fields


def _origin(origin: Any) -> Any:
    match = _ORIGIN.fullmatch(origin) if isinstance(origin, str) else None
    return dict(zip(("source", "date", "digest"), match.groups(), strict=True)) if match else origin

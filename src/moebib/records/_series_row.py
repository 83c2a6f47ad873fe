"""A row in the tables of conferences and journals."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["Series", "row"]

_SeriesKind = Literal["conference", "journal", "workshop"]


class Series(NamedTuple):
    """A conference that is held every year or two, or a journal."""

    short: str
    """The usual short name."""
    kind: _SeriesKind
    names: tuple[str, ...]
    """The full name, former names and abbreviations of it. Those of a journal also in the abbreviation of DBLP."""
    dblp: tuple[str, ...] = ()
    """The first two parts of its DBLP keys."""
    acl: tuple[str, ...] = ()
    """Its names in ACL Anthology IDs, and its letter in IDs from before 2020."""
    issn: tuple[str, ...] = ()
    before_volume_1: int = 0
    """The year before that of volume 1, for a conference with one volume each year."""
    prints: tuple[str, ...] = ()
    """The short names of conferences whose papers are articles of this journal, at present or since some year."""
    held_by: int = 0
    """The month of the year by whose end it is held; 0 if that is not recorded."""


def row(
    kind: _SeriesKind,
    short: str,
    *names: str,
    dblp: str = "",
    acl: str = "",
    issn: str = "",
    before_volume_1: int = 0,
    prints: str = "",
    held_by: int = 0,
) -> Series:
    """The row; *dblp* (without the first part), *acl*, *issn* and *prints* are separated by spaces."""
    keys = tuple(f"{'journals' if kind == 'journal' else 'conf'}/{key}" for key in dblp.split())
    of_acl, issns, conferences = (tuple(text.split()) for text in (acl, issn, prints))
    return Series(short, kind, names, keys, of_acl, issns, before_volume_1, conferences, held_by)

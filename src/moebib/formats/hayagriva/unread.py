"""The fields of an entry while it is read: their values are taken out, and what is left is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from moebib.errors import InputError
from moebib.formats.hayagriva.fields import COUNTS, HayagrivaDict
from moebib.formats.hayagriva.values import decode_markup, decode_text, read_date, read_name, unknown_formulas
from moebib.normalise.written_names import several
from moebib.records.date import Date
from moebib.records.written_date import read_time_of_day, read_written_date
from moebib.text.grammar import escape
from moebib.text.latex import encode

__all__ = ["UnreadEntry", "as_list"]

_TextKind = Literal["plain", "title", "note"]


def _decode(text: str, kind: _TextKind) -> str:
    return decode_text(text) if kind == "plain" else decode_markup(text, is_title=kind == "title")


def _verbatim(text: str, kind: _TextKind) -> str:
    """The characters of a text that is no template; in a title, they keep their case."""
    if kind == "plain":
        return text
    return "{" + escape(text) + "}" if kind == "title" else escape(text)


class UnreadEntry:
    """The fields of an entry and of its parents that are not read yet, and a problem for each unreadable value."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.fields: HayagrivaDict = {name: value for name, value in entry.items() if value not in ("", [], {})}
        parents = self.fields.pop("parent", [])
        self.parents: list[HayagrivaDict] = [parent for parent in as_list(parents) if isinstance(parent, dict)]
        self.problems: list[tuple[str, str, str]] = []
        """The code, the message and the field of each."""
        self.bib_fields: dict[str, str] = {}
        """Values without a field of their own, by their names in a .bib file."""

    def find(self, message: str, name: str, code: str = "MB138") -> None:
        """Add a problem with the field *name*."""
        self.problems.append((code, message, name))

    def text(self, fields: HayagrivaDict, name: str, *, kind: _TextKind = "plain") -> str:
        """The text of a field, which is removed; of a mapping, the other keys are left."""
        value = fields.get(name)
        if isinstance(value, dict) and isinstance(value.get("value"), str):
            text = value.pop("value")
            is_verbatim = value.pop("verbatim", "false").lower() == "true"
            if not value:
                del fields[name]
            return _verbatim(text, kind) if is_verbatim else self._decoded(name, text, kind)
        if not isinstance(value, str):
            return ""
        del fields[name]
        is_plain = name in ("volume", "issue", "edition", "page-range", "language")
        return value if is_plain else self._decoded(name, value, kind)

    def _decoded(self, name: str, text: str, kind: _TextKind) -> str:
        if kind != "plain":
            what = "not a formula that TeX has, too; kept as characters"
            for shown in unknown_formulas(text):
                self.find(f"{name}: {what}: {shown!r}", name)
        return _decode(text, kind)

    def names(self, fields: HayagrivaDict, name: str) -> list[Any]:
        """The names in a list of people, which are removed; those that cannot be read are left."""
        names, invalid = [], []
        for value in as_list(fields.pop(name, [])):
            people = several(value) if isinstance(value, str) else [value]
            if len(people) > 1 and all("," in person for person in people):
                self.find(f"{name}: {len(people)} people in one name: {value!r}", name)
            else:
                people = [value]
            try:
                names += list(map(read_name, people))
            except InputError as error:
                invalid.append(value)
                self.find(f"{name}: {error}", name)
        if invalid:
            fields[name] = invalid
        return names

    def date(self, fields: HayagrivaDict) -> Date | None:
        """The date, which is removed unless it has a time; words in place of that of the entry are kept as its year."""
        value = fields.get("date")
        if not isinstance(value, str):
            return None
        try:
            date: Date | None = read_date(value.strip())
        except InputError as error:
            if timed := read_time_of_day(value):
                return timed
            date = read_written_date(value)
            if not date:
                self.find(f"date: {error}", "date")
                if fields is not self.fields:
                    return None
                self.bib_fields["year"] = encode(value)
        del fields["date"]
        return date

    def short(self, fields: HayagrivaDict, *, kind: _TextKind = "plain") -> str:
        """The short form of a title, which is removed."""
        title = fields.get("title")
        if not isinstance(title, dict) or not isinstance(title.get("short"), str):
            return ""
        short = title.pop("short")
        if not title:
            del fields["title"]
        return _decode(short, kind)

    def extra(self) -> dict[str, str]:
        """What is left, under its name in a .bib file or in Hayagriva."""
        for name, field in COUNTS.items():
            if isinstance(count := self.fields.get(name), str) and count.isdecimal():
                self.bib_fields[field] = self.fields.pop(name)
        left = self.fields | {"parent": _unread(self.parents)}
        return {field: text for field, text in self.bib_fields.items() if text} | {
            "hayagriva-" + name.replace("\0", "-"): value
            if isinstance(value, str)
            else json.dumps(value, ensure_ascii=False)
            for name, value in left.items()
            if value
        }


def as_list(value: Any) -> list[Any]:
    """A list; a single value may be given as it is."""
    return value if isinstance(value, list) else [value]


def _unread(parents: Any) -> list[HayagrivaDict]:
    """What was not read of the parents."""
    unread = []
    for parent in as_list(parents):
        if isinstance(parent, dict):
            left = {name: value for name, value in parent.items() if name != "parent" and value not in ("", [], {})}
            left |= {"parent": above} if (above := _unread(parent.get("parent", []))) else {}
            unread += [left] if set(left) - {"type"} else []
    return unread

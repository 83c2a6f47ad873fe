"""CSL-JSON as moebib writes it, item by item, a variable a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.three_way.fields import join
from moebib.three_way.marks import Result, marked
from moebib.three_way.units import Name, Unit, join_units

__all__ = ["join_json"]

_ITEM = re.compile(r"  \{\n(?:    .*\n)+  \}")
_ID = re.compile(r'^    "id": (".*?"),?$', re.MULTILINE)


def join_json(base: str, ours: str, theirs: str) -> Result | None:
    """The items after both changes; ``None`` where one of the texts is in another form."""
    was, own, other = (_units(text) for text in (base, ours, theirs))
    if was is None or own is None or other is None:
        return None
    units, conflicts = join_units(was, own, other, _both_changed)
    return Result(_text(units), tuple(conflicts))


def _units(text: str) -> list[Unit] | None:
    units = []
    for item in _ITEM.findall(text):
        found = _ID.search(item)
        if not found:
            return None
        units.append(Unit(Name("item", found[1]), item))
    is_whole = text == _text(units) and len({unit.name for unit in units}) == len(units)
    return units if is_whole else None


def _text(units: list[Unit]) -> str:
    return "[\n" + ",\n".join(unit.raw for unit in units) + "\n]\n" if units else "[]\n"


def _both_changed(old: Unit | None, own: Unit, other: Unit) -> tuple[Unit, list[str]]:
    joined = join(*(_lines(unit.raw) if unit else {} for unit in (old, own, other)))
    theirs = {path[0]: line or "" for path, line in joined.conflicts.items()}
    lines = joined.data | {name: "" for name in theirs if name not in joined.data}
    raw = "  {\n" + "".join(_joined_lines(lines, theirs)) + "  }"
    return own._replace(raw=raw), [f"{own.name.key}.{name.strip()}" for name in theirs]


def _joined_lines(lines: dict[str, str], theirs: dict[str, str]) -> Iterator[str]:
    for number, (name, line) in enumerate(lines.items(), start=1):
        comma = "," if number < len(lines) else ""
        own, other = (f"{one}{comma}\n" if one else "" for one in (line, theirs.get(name, "")))
        yield marked(own, other) if name in theirs else own


def _lines(raw: str) -> dict[str, str]:
    """Variable -> its line, without the comma."""
    return {line.split(":", 1)[0]: line.removesuffix(",") for line in raw.split("\n")[1:-1]}

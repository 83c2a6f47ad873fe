"""Three-way merge of CSL-JSON as moebib writes it, with one variable per line: item by item, variable by variable."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from moebib.three_way.fields import merge_fields
from moebib.three_way.markers import MergedText, sides_of, with_markers
from moebib.three_way.units import Unit, UnitName, merge_units

__all__ = ["merge_json"]

_ITEM = re.compile(r"  \{\n(?:    .*\n)+  \}")
_ID = re.compile(r'^    "id": (".*?"),?$', re.MULTILINE)


def merge_json(base: str, ours: str, theirs: str) -> MergedText | None:
    """The items with the changes of both sides; ``None`` if they can only be merged by lines.

    That is so if one of the texts is laid out differently, or if one side changed an item that the other removed.
    """
    units = [_units(text) for text in (base, ours, theirs)]
    of_base, of_ours, of_theirs = units
    if of_base is None or of_ours is None or of_theirs is None:
        return None
    merged, conflicts = merge_units(of_base, of_ours, of_theirs, _merge_item)
    text = _text(merged)
    is_whole = all(unit.raw for unit in merged) and all(map(_is_json, sides_of(text)))
    return MergedText(text, tuple(conflicts)) if is_whole else None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _units(text: str) -> list[Unit] | None:
    units = []
    for item in _ITEM.findall(text):
        match = _ID.search(item)
        if not match:
            return None
        units.append(Unit(UnitName("item", match[1]), item))
    is_whole = text == _text(units) and len({unit.name for unit in units}) == len(units)
    return units if is_whole else None


def _text(units: list[Unit]) -> str:
    return "[\n" + ",\n".join(unit.raw for unit in units) + "\n]\n" if units else "[]\n"


def _merge_item(base: Unit | None, ours: Unit | None, theirs: Unit | None) -> tuple[Unit, list[str]]:
    if ours is None or theirs is None:
        return Unit(UnitName("item", ""), ""), []  # with markers around the item, one side would have a comma too many
    merged = merge_fields(*(_lines(unit.raw) if unit else {} for unit in (base, ours, theirs)))
    conflicts = {str(path[0]): line or "" for path, line in merged.conflicts.items()}
    lines: dict[str, str] = merged.data | {name: "" for name in conflicts if name not in merged.data}
    raw = "  {\n" + "".join(_merged_lines(lines, conflicts)) + "  }"
    return ours._replace(raw=raw), [f"{ours.name.key}.{name.strip()}" for name in conflicts]


def _merged_lines(lines: dict[str, str], conflicts: dict[str, str]) -> Iterator[str]:
    for number, (name, line) in enumerate(lines.items(), start=1):
        comma = "," if number < len(lines) else ""
        ours, theirs = (f"{side}{comma}\n" if side else "" for side in (line, conflicts.get(name, "")))
        yield with_markers(ours, theirs) if name in conflicts else ours


def _lines(raw: str) -> dict[str, str]:
    """Variable -> its line, without the comma."""
    return {line.split(":", 1)[0]: line.removesuffix(",") for line in raw.split("\n")[1:-1]}

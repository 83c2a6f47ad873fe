"""A TOML array changed element by element, so that comments and the layout of the rest stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from moebib.toml.dump import INDENT, dump_value
from moebib.toml.positions import Path, Places

__all__ = ["Change", "changes", "edit_array"]

# The comma may follow comments and line breaks; a comment beside the element is the one on its line.
_TAIL = re.compile(r"(?P<comma>(?:\s|#[^\n]*\n)*,)?(?P<comment>[ \t]*#[^\r\n]*)?")


class Change(NamedTuple):
    """One step: the element ``at`` becomes the new one ("replace"), goes ("delete"), or the new one comes
    before it ("insert").
    """

    kind: str
    at: int
    new: int = -1


def changes(have: Sequence[Any], want: Sequence[Any]) -> Iterator[Change]:
    """The steps from *have* to *want*; ``at`` counts in *have*, ``new`` in *want*.

    >>> list(changes(["a", "b"], ["a", "c", "d"]))
    [Change(kind='replace', at=1, new=1), Change(kind='insert', at=2, new=2)]
    """
    old, new = ([json.dumps(one, sort_keys=True) for one in values] for values in (have, want))
    for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = min(i_end - i, j_end - j)
        yield from (Change("replace", i + step, j + step) for step in range(pairs))
        yield from (Change("delete", index) for index in range(i + pairs, i_end))
        yield from (Change("insert", i_end, at) for at in range(j + pairs, j_end))


@dataclass
class _Element:
    """``lead`` is the blank space and the comment lines above, ``comment`` the one beside."""

    lead: str
    text: str
    comma: str = ","
    comment: str = ""


def edit_array(text: str, places: Places, path: Path, have: Sequence[Any], want: Sequence[Any]) -> str:
    r"""The array at *path* as text, changed from *have* to *want*. New line breaks are ``\n``."""
    old, close = _split(text, places, path)
    has_last_comma = not old or bool(old[-1].comma)
    first = _plain(old[0].lead) if old else f"\n{INDENT}"
    between = (_plain(old[min(1, len(old) - 1)].lead) or " ") if old else first
    before: list[list[_Element]] = [[] for _ in range(len(old) + 1)]
    gone = set()
    for change in changes(have, want):
        if change.kind == "replace":
            old[change.at].text = dump_value(want[change.new])
        elif change.kind == "delete":
            gone.add(change.at)
        else:
            before[change.at].append(_Element(between, dump_value(want[change.new])))
    elements, carried = _flatten(old, before, gone)
    close = carried + _on_new_line(close) if carried else close
    if elements and "#" not in elements[0].lead:
        elements[0].lead = first
    if old and elements and elements[0] is not old[0]:
        old[0].lead = old[0].lead or between
    return _join(elements, close, has_last_comma=has_last_comma)


def _split(text: str, places: Places, path: Path) -> tuple[list[_Element], str]:
    """The elements as they stand, and what is between the last and the bracket."""
    whole = places.at[path]
    at = (whole.value or whole.start) + 1
    elements: list[_Element] = []
    while found := places.at.get((*path, len(elements))):
        tail = _TAIL.match(text, found.stop)
        comma, comment = (tail["comma"] or "", tail["comment"] or "") if tail else ("", "")
        elements.append(_Element(text[at : found.start], text[found.start : found.stop], comma, comment))
        at = found.stop + len(comma) + len(comment)
    return elements, text[at : whole.stop - 1]


def _plain(lead: str) -> str:
    """The lead without the comment lines in it."""
    return "\n" + lead.rpartition("\n")[2] if "\n" in lead else lead


def _flatten(old: list[_Element], before: list[list[_Element]], gone: set[int]) -> tuple[list[_Element], str]:
    """The new row of elements; the comment lines above an element that goes are carried to the next one."""
    elements: list[_Element] = []
    carried = ""
    for index, inserted in enumerate(before):
        elements += inserted
        if index in gone:
            carried += old[index].lead.rstrip() if "#" in old[index].lead else ""
        elif index < len(old):
            if carried:
                old[index].lead = carried + _on_new_line(old[index].lead)
            carried = ""
            elements.append(old[index])
    return elements, carried


def _on_new_line(text: str) -> str:
    return text if text.lstrip(" \t").startswith(("\n", "\r")) else "\n" + text


def _join(elements: list[_Element], close: str, *, has_last_comma: bool) -> str:
    pieces = ["["]
    after_comment = False
    for element in elements:
        is_last = element is elements[-1]
        comma = "" if is_last and not has_last_comma and element.comma in ("", ",") else element.comma or ","
        lead = _on_new_line(element.lead) if after_comment else element.lead
        pieces += [lead, element.text, comma, element.comment]
        after_comment = bool(element.comment)
    return "".join([*pieces, _on_new_line(close) if after_comment else close, "]"])

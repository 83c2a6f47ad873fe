"""Edits an array in a TOML text: elements that stay keep their spelling, their place and their comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from moebib.records.fields import FieldPath
from moebib.toml.dump import INDENT, dump_value
from moebib.toml.positions import TomlPositions

__all__ = ["ArrayStep", "edit_array", "steps_between"]

# The comma may come after comments and line breaks; a comment on the same line belongs to the element.
_TAIL = re.compile(r"(?P<comma>(?:\s|#[^\n]*\n)*,)?(?P<comment>[ \t]*#[^\r\n]*)?")


class ArrayStep(NamedTuple):
    """A step that changes an array: replace or delete the element ``at``, or insert the element ``new`` before it."""

    kind: str
    """"replace", "delete" or "insert"."""
    at: int
    new: int = -1


def steps_between(have: Sequence[Any], want: Sequence[Any]) -> Iterator[ArrayStep]:
    """The steps from *have* to *want*; ``at`` counts in *have*, ``new`` in *want*.

    >>> list(steps_between(["a", "b"], ["a", "c", "d"]))
    [ArrayStep(kind='replace', at=1, new=1), ArrayStep(kind='insert', at=2, new=2)]
    """
    old, new = ([json.dumps(value, sort_keys=True) for value in values] for values in (have, want))
    for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = min(i_end - i, j_end - j)
        yield from (ArrayStep("replace", i + step, j + step) for step in range(pairs))
        yield from (ArrayStep("delete", index) for index in range(i + pairs, i_end))
        yield from (ArrayStep("insert", i_end, at) for at in range(j + pairs, j_end))


@dataclass
class _Element:
    """An element of an array; ``lead`` is the whitespace and comments before it, ``comment`` the one on its line."""

    lead: str
    text: str
    comma: str = ","
    comment: str = ""


def edit_array(text: str, positions: TomlPositions, path: FieldPath, have: Sequence[Any], want: Sequence[Any]) -> str:
    r"""The array at *path* as text, changed from *have* to *want*. New line breaks are ``\n``."""
    old, close = _elements_of(text, positions, path)
    has_last_comma = not old or bool(old[-1].comma)
    first = _without_comments(old[0].lead) if old else f"\n{INDENT}"
    between = (_without_comments(old[min(1, len(old) - 1)].lead) or " ") if old else first
    before: list[list[_Element]] = [[] for _ in range(len(old) + 1)]
    deleted = set()
    for step in steps_between(have, want):
        if step.kind == "replace":
            old[step.at].text = dump_value(want[step.new])
        elif step.kind == "delete":
            deleted.add(step.at)
        else:
            before[step.at].append(_Element(between, dump_value(want[step.new])))
    elements, carried = _flatten(old, before, deleted)
    close = carried + _on_new_line(close) if carried else close
    if elements and "#" not in elements[0].lead:
        elements[0].lead = first
    if old and elements and elements[0] is not old[0]:
        old[0].lead = old[0].lead or between
    return _joined(elements, close, has_last_comma=has_last_comma)


def _elements_of(text: str, positions: TomlPositions, path: FieldPath) -> tuple[list[_Element], str]:
    """The elements as they are written, and the text between the last one and the closing bracket."""
    whole = positions.spans[path]
    at = (whole.value or whole.start) + 1
    elements: list[_Element] = []
    while span := positions.spans.get((*path, len(elements))):
        tail = _TAIL.match(text, span.stop)
        comma, comment = (tail["comma"] or "", tail["comment"] or "") if tail else ("", "")
        elements.append(_Element(text[at : span.start], text[span.start : span.stop], comma, comment))
        at = span.stop + len(comma) + len(comment)
    return elements, text[at : whole.stop - 1]


def _without_comments(lead: str) -> str:
    """*lead* without its comment lines."""
    return "\n" + lead.rpartition("\n")[2] if "\n" in lead else lead


def _flatten(old: list[_Element], before: list[list[_Element]], deleted: set[int]) -> tuple[list[_Element], str]:
    """The new elements; comment lines above a deleted element are carried to the next one."""
    elements: list[_Element] = []
    carried = ""
    for index, inserted in enumerate(before):
        elements += inserted
        if index in deleted:
            carried += old[index].lead.rstrip() if "#" in old[index].lead else ""
        elif index < len(old):
            if carried:
                old[index].lead = carried + _on_new_line(old[index].lead)
            carried = ""
            elements.append(old[index])
    return elements, carried


def _on_new_line(text: str) -> str:
    return text if text.lstrip(" \t").startswith(("\n", "\r")) else "\n" + text


def _joined(elements: list[_Element], close: str, *, has_last_comma: bool) -> str:
    pieces = ["["]
    after_comment = False
    for element in elements:
        is_last = element is elements[-1]
        comma = "" if is_last and not has_last_comma and element.comma in ("", ",") else element.comma or ","
        lead = _on_new_line(element.lead) if after_comment else element.lead
        pieces += [lead, element.text, comma, element.comment]
        after_comment = bool(element.comment)
    return "".join([*pieces, _on_new_line(close) if after_comment else close, "]"])

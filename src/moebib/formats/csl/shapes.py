"""Values in another shape than the schema of CSL-JSON has: as Crossref, YAML and scripts write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from moebib.formats.csl.fields import NAME_VARIABLES, TEXT_VARIABLES
from moebib.formats.csl.values import to_name
from moebib.normalise.names import display_name
from moebib.normalise.written_names import several

__all__ = ["in_shape"]

_WITHOUT_MEANING = frozenset({"sequence"})
"""Parts of names at Crossref that say only where the name is in the list."""


def in_shape(variable: str, value: object) -> tuple[object, bool]:
    """The value as the schema has it, and whether it is all of *value*; *value* itself if it has no other shape.

    >>> in_shape("author", "Ada Lund and Otto Berg")
    ([{'family': 'Lund', 'given': 'Ada'}, {'family': 'Berg', 'given': 'Otto'}], True)
    >>> in_shape("title", ["Ponds"]), in_shape("container-title", ["Reeds", "Reed."])
    (('Ponds', True), ('Reeds', False))
    """
    if variable in NAME_VARIABLES:
        return [name for item in (value if isinstance(value, list) else [value]) for name in _names(item)], True
    texts = value if variable in TEXT_VARIABLES and isinstance(value, list) else []
    if not texts or not all(isinstance(text, (str, int, float)) for text in texts):
        return value, True
    if variable in ("ISBN", "ISSN"):
        return " ".join(map(str, texts)), True
    if variable == "keyword":
        return "; ".join(map(str, texts)) + (";" if len(texts) == 1 else ""), True
    return texts[0], len(texts) == 1


def _names(item: object) -> Iterator[object]:
    if isinstance(item, Mapping):
        parts: dict[str, Any] = {
            part: value
            for part, value in item.items()
            if value not in (None, "", [], {}) and part not in _WITHOUT_MEANING
        }
        if parts.keys() != {"name"}:
            yield parts
            return
        item = parts["name"]
    read = [display_name(text) for text in several(item)] if isinstance(item, str) else []
    names = [to_name(name) for name in read if name]
    yield from names if names and len(names) == len(read) else [item]

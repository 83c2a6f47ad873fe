"""A file in YAML to entries of strings, lists and mappings, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from moebib.errors import Finding

__all__ = ["Entry", "load"]

_DEEPEST = 40
_KEY_LINE = re.compile(r"^[^\s#{}\[\]&*!|>%@`-][^\n]*?:(?=\s)", re.M)


class Entry(NamedTuple):
    """An entry as it stands: every value is text, a list or a mapping."""

    key: str
    value: Any
    line: int
    lines: dict[str, int]
    """The line of each field."""


def load(text: str) -> Iterator[Entry | Finding]:
    """The entries of *text*, and what is no YAML; where the whole is none, entry by entry.

    Every value is the text that stands there: a volume 1e3 stays "1e3". An alias stands for its anchor, but not for
    more nodes than the file has characters.
    """
    text = text.removeprefix("\ufeff")
    try:
        root = _compose(text)
    except ValueError as error:
        if not (parts := list(_parts(text))):
            yield Finding("MB137", f"not YAML: {error}", line=1)
        for part, line in parts:
            yield from _load_part(part, line, len(text))
        return
    if root is not None:
        yield from _entries(root, 0, _Plain(len(text)))


def _load_part(text: str, line: int, size: int) -> Iterator[Entry | Finding]:
    try:
        root = _compose(text)
    except ValueError as error:
        yield Finding("MB137", f"not YAML: {error}", line=line)
    else:
        if root is not None:
            yield from _entries(root, line - 1, _Plain(size))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """The text from one line that begins with a key to the next, and its line."""
    starts = [match.start() for match in _KEY_LINE.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[start:end], text.count("\n", 0, start) + 1


def _compose(text: str) -> Any:
    """The tree of nodes of the first document.

    Raises:
        ValueError: If it is no YAML.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if _deepest(text) > 10 * _DEEPEST:
            raise ValueError("nested too deeply")
        return yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" (line {mark.line + 1} of it)" if mark and mark.line else ""
        raise ValueError(f"{error.problem or error.context}{place}") from error
    except (yaml.YAMLError, RecursionError, UnicodeError) as error:
        raise ValueError(" ".join(str(error).split())[:100]) from error


def _deepest(text: str) -> int:
    """How many brackets could be open at most: the readers of YAML go down by calling themselves."""
    return max((len(run) for run in re.findall(r"[\[{](?:[\s,\[{]|- )*", text)), default=0)


def _entries(root: Any, offset: int, plain: _Plain) -> Iterator[Entry | Finding]:
    if not isinstance(root.value, list) or not all(isinstance(pair, tuple) for pair in root.value):
        if root.value:
            yield Finding("MB137", "not a mapping of keys to entries", line=root.start_mark.line + 1 + offset)
        return
    for key, value in root.value:
        line = key.start_mark.line + 1 + offset
        try:
            name, entry = str(plain.of(key)), plain.of(value)
        except ValueError as error:
            yield Finding("MB137", str(error), line=line)
            continue
        if not isinstance(entry, dict):
            yield Finding("MB137", f"no entry, as there are no fields: {name!r}", name, line=line)
            continue
        lines = {str(one.value): one.start_mark.line + 1 + offset for one, _ in value.value}
        yield Entry(name, entry, line, lines)
        for again in (field for field in entry if field.endswith("\0")):
            bare = again.rstrip("\0")
            yield Finding("MB138", f"a second {bare!r}, kept under extra", name, bare, line=lines.get(bare, line))


class _Plain:
    """Nodes to plain values, so many at most."""

    def __init__(self, most: int) -> None:
        self.left = most + 100

    def of(self, node: Any, depth: int = 0) -> Any:
        """The value of a node.

        Raises:
            ValueError: If it is too deep, holds itself, or aliases make too much of it.
        """
        self.left -= 1
        if depth > _DEEPEST:
            raise ValueError("nested too deeply, or an anchor that holds itself")
        if self.left < 0:
            raise ValueError("aliases that stand for more than the file holds")
        if isinstance(node.value, str):
            return node.value
        if node.id == "sequence":
            return [self.of(one, depth + 1) for one in node.value]
        pairs: dict[str, Any] = {}
        for key, value in node.value:
            name = str(self.of(key, depth + 1))
            while name in pairs:
                name += "\0"
            pairs[name] = self.of(value, depth + 1)
        return pairs

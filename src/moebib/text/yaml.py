"""Reads YAML as strings, lists and mappings: scalars are kept as written, so a volume 1e3 stays "1e3".

:func:`load` reads a file of entries with their lines, :func:`read` a document from an untrusted source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from moebib.errors import Finding

__all__ = ["YamlEntry", "load", "read"]

_DEEPEST = 40
"""The deepest nesting that is read."""
_KEY_LINE = re.compile(r"^[^\s#{}\[\]&*!|>%@`-][^\n]*?:(?=\s)", re.M)


class YamlEntry(NamedTuple):
    """An entry as written: every value is a string, a list or a mapping."""

    key: str
    value: dict[str, Any]
    line: int
    lines: dict[str, int]
    """The line of each field."""


@dataclass(slots=True)
class _Node:
    """A value: a text, or the children of a list; those of a mapping are keys and values in turn."""

    line: int
    text: str | None = None
    is_mapping: bool = False
    children: list[_Node] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[_Node, _Node]]:
        return list(zip(self.children[::2], self.children[1::2], strict=True))


def load(text: str) -> Iterator[YamlEntry | Finding]:
    """The entries of *text*, and a finding for each invalid part: a damaged file is read entry by entry.

    Aliases are expanded, as long as the result has no more values than the file has characters.
    """
    text = text.removeprefix("\ufeff")
    try:
        root = _compose(text, 1)
    except _InvalidYaml as error:
        parts = list(_parts(text))
        if not parts:
            yield error.finding()
        for part, line in parts:
            yield from _load_part(part, line, len(text))
    else:
        yield from _entries(root, _PlainValues(len(text)))


def read(text: str) -> Any:
    r"""The first document of *text*; ``None`` if it is empty.

    >>> read("version: 1.10\nauthors:\n- name: No")
    {'version': '1.10', 'authors': [{'name': 'No'}]}

    Raises:
        ValueError: If it is not YAML, is nested too deeply, or has an anchor, which can expand to any size.
    """
    root = _compose(text.removeprefix("\ufeff"), 1, anchors_allowed=False)
    return None if root is None else _PlainValues(len(text)).of(root)


def _load_part(text: str, line: int, size: int) -> Iterator[YamlEntry | Finding]:
    """The entries of a part that begins in *line*; *size* is that of the whole text."""
    try:
        root = _compose(text, line)
    except _InvalidYaml as error:
        yield error.finding()
    else:
        yield from _entries(root, _PlainValues(size))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """The text from each line that begins with a key to the next such line, with its line number."""
    starts = [match.start() for match in _KEY_LINE.finditer(text)]
    for start, end in zip(starts, [*starts, len(text)][1:], strict=True):
        yield text[start:end], text.count("\n", 0, start) + 1


class _InvalidYaml(ValueError):
    """What is wrong with a text, and where."""

    def __init__(self, problem: str, line: int, column: int) -> None:
        super().__init__(f"{problem} (line {line})")
        self.problem, self.line, self.column = problem, line, column

    def finding(self) -> Finding:
        return Finding("MB137", f"invalid YAML: {self.problem}", line=self.line, column=self.column)


def _compose(text: str, line: int, *, anchors_allowed: bool = True) -> _Node | None:
    """The first document of *text*, which begins in *line*.

    It is built from events, because the composers of PyYAML are recursive: a deeply nested file would crash them.

    Raises:
        _InvalidYaml: If it is invalid, or nested too deeply.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _build(yaml.parse(text, Loader=loader), line, anchors_allowed)
    except yaml.MarkedYAMLError as error:
        problem = str(error.problem or error.context)
        # Where a quotation mark is not closed, its place is of more use than the end of the text.
        mark = error.context_mark if "end of stream" in problem else error.problem_mark
        place = (mark.line + line, mark.column + 1) if mark else (line, 1)
        raise _InvalidYaml(problem, *place) from error
    except yaml.reader.ReaderError as error:
        # The loader in C counts bytes.
        before = text.encode()[: error.position].decode() if loader is not yaml.BaseLoader else text[: error.position]
        raise _InvalidYaml(error.reason, *_end_of(before, line)) from error
    except UnicodeEncodeError as error:  # a lone surrogate, which the loader in C cannot read
        raise _InvalidYaml("characters that cannot be encoded", *_end_of(text[: error.start], line)) from error
    except yaml.YAMLError as error:
        raise _InvalidYaml(" ".join(str(error).split())[:100], line, 1) from error


def _end_of(before: str, line: int) -> tuple[int, int]:
    """The line and column after *before*, which begins in *line*."""
    return before.count("\n") + line, len(before) - before.rfind("\n")


def _build(events: Iterator[Any], line: int, anchors_allowed: bool) -> _Node | None:
    """The root of the first document; an alias becomes the node of its anchor."""
    from yaml import events as kinds

    root: _Node | None = None
    parents: list[_Node] = []
    anchors: dict[str, _Node] = {}
    for event in events:
        if not isinstance(event, kinds.NodeEvent):
            if isinstance(event, kinds.DocumentEndEvent):
                return root
            if isinstance(event, kinds.CollectionEndEvent):
                parents.pop()
            continue
        place = (event.start_mark.line + line, event.start_mark.column + 1) if event.start_mark else (line, 1)
        if event.anchor and not anchors_allowed:
            raise _InvalidYaml("anchors and aliases are not allowed", *place)
        if isinstance(event, kinds.ScalarEvent):
            node = _Node(place[0], event.value)
        elif isinstance(event, kinds.AliasEvent):
            if event.anchor not in anchors:
                raise _InvalidYaml(f"alias {event.anchor!r} has no anchor", *place)
            node = anchors[event.anchor]
        else:
            node = _Node(place[0], is_mapping=isinstance(event, kinds.MappingStartEvent))
        if event.anchor:
            anchors[event.anchor] = node
        root = root or node
        if parents:
            parents[-1].children.append(node)
        if isinstance(event, kinds.CollectionStartEvent):
            parents.append(node)
            if len(parents) > _DEEPEST:
                raise _InvalidYaml("nested too deeply", *place)
    return root


def _entries(root: _Node | None, plain: _PlainValues) -> Iterator[YamlEntry | Finding]:
    if root is None or root.text == "":
        return
    if not root.is_mapping:
        yield Finding("MB137", "not a mapping of keys to entries", line=root.line)
    for key, value in root.pairs if root.is_mapping else ():
        try:
            name, entry = str(plain.of(key)), plain.of(value)
        except ValueError as error:
            yield Finding("MB137", str(error), line=key.line)
            continue
        if not isinstance(entry, dict):
            yield Finding("MB137", f"entry {name!r} has no fields", name, line=key.line)
            continue
        lines: dict[str, int] = {}
        for field_name, _ in value.pairs:
            text, line = str(field_name.text), field_name.line
            if text in lines:
                yield Finding("MB138", f"duplicate field {text!r}, kept under extra", name, text, line=line)
            lines.setdefault(text, line)
        yield YamlEntry(name, entry, key.line, lines)


class _PlainValues:
    """Turns nodes into plain values: at most as many as the text has characters, plus 100 for short texts."""

    def __init__(self, size: int) -> None:
        self.left = size + 100

    def of(self, node: _Node, depth: int = 0) -> Any:
        r"""The value of a node; the second of two equal keys is called "title\02".

        Raises:
            ValueError: If it is nested too deeply, contains itself, or is expanded too much by aliases.
        """
        self.left -= 1
        if depth > _DEEPEST:
            raise ValueError("nested too deeply, or an anchor that contains itself")
        if self.left < 0:
            raise ValueError("aliases that expand to more than the size of the file")
        if node.text is not None:
            return node.text
        if not node.is_mapping:
            return [self.of(child, depth + 1) for child in node.children]
        pairs: dict[str, Any] = {}
        seen: Counter[str] = Counter()
        for key, value in node.pairs:
            name = str(self.of(key, depth + 1))
            seen[name] += 1
            pairs[name if seen[name] == 1 else f"{name}\0{seen[name]}"] = self.of(value, depth + 1)
        return pairs

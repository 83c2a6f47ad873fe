"""What is wrong between the entries of a list, each of which is right by itself. Touches no disk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from moebib.errors import Finding
from moebib.library.config import Config
from moebib.library.library import find_clashes
from moebib.records.record import FieldPath, Model, Record
from moebib.store.paths import Kind
from moebib.text.suggest import suggestion

__all__ = ["Clash", "find_between"]


class Clash(NamedTuple):
    """A finding with the entry and the path it is about; the place is in the file."""

    kind: Kind
    path: FieldPath
    finding: Finding


def find_between(
    works: Iterable[Record], models: Iterable[Model], keys: Collection[str], config: Config
) -> list[Clash]:
    """Doubled keys and identifiers, tags without a section, models whose paper is not in the list.

    *keys* are those of all works, in small letters, also of those that are wrong by themselves.
    """
    works, models = list(works), list(models)
    known = {*keys, *(key.lower() for work in works for key in work.ids)}
    by_key = {work.id: work for work in works}
    doubled = [Clash(Record, _path(by_key[found.id or ""], found), found) for found in find_clashes(works)]
    return [*doubled, *_unknown_tags(works, config.tags), *_unknown_papers(models, known)]


def _path(work: Record, clash: Finding) -> FieldPath:
    """The way to the former key or the identifier that *clash* is about; () for the key itself."""
    if clash.code == "MB008":
        return next((("ids", at) for at, key in enumerate(work.ids) if repr(key) in clash.message), ())
    lists = {("identifiers",): work.identifiers} | {
        ("versions", at, "identifiers"): version.identifiers for at, version in enumerate(work.versions)
    }
    paths = ((*path, at) for path, found in lists.items() for at, one in enumerate(found)
             if str(one.canonical) in clash.message.split())  # fmt: skip
    return next(paths, ("identifiers",))


def _unknown_tags(works: Iterable[Record], tags: Collection[str]) -> Iterator[Clash]:
    for work in works:
        for at, tag in enumerate(work.tags if tags else ()):
            if tag not in tags:
                hint = suggestion(tag, tags) or "the sections in moebib.toml are the tags there are"
                yield Clash(Record, ("tags", at), Finding("MB009", f"unknown tag {tag!r}", work.id, "tags", hint=hint))


def _unknown_papers(models: Iterable[Model], known: Collection[str]) -> Iterator[Clash]:
    for model in models:
        if model.paper and model.paper.lower() not in known:
            message, hint = f"no entry {model.paper!r}", suggestion(model.paper.lower(), known)
            yield Clash(Model, ("paper",), Finding("MB011", message, model.id, "paper", hint=hint))

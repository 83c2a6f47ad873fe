"""Contradictions between entries of a list that are valid by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from moebib.errors import Finding
from moebib.library.config import Config
from moebib.library.library import find_clashes
from moebib.records.record import FieldPath, Model, Record
from moebib.store.paths import EntryKind
from moebib.text.suggest import suggestion

__all__ = ["Clash", "find_between"]


class Clash(NamedTuple):
    """A finding about a field of an entry; its position in the file is still to be found."""

    kind: EntryKind
    path: FieldPath
    finding: Finding


def find_between(
    works: Iterable[Record], models: Iterable[Model], keys: Collection[str], config: Config
) -> list[Clash]:
    """Duplicate keys and identifiers, tags without a section, and models whose paper is not in the list.

    *keys* are those of all works in lower case, including invalid ones.
    """
    works, models = list(works), list(models)
    known = {*keys, *(key.lower() for work in works for key in work.ids)}
    by_key = {work.id: work for work in works}
    duplicates = [Clash(Record, _path(by_key[clash.id or ""], clash), clash) for clash in find_clashes(works)]
    return [*duplicates, *_unknown_tags(works, config.tags), *_unknown_papers(models, known)]


def _path(work: Record, clash: Finding) -> FieldPath:
    """The path of the former key or the identifier that *clash* is about; () for the key itself."""
    if clash.code == "MB008":
        return next((("ids", number) for number, key in enumerate(work.ids) if repr(key) in clash.message), ())
    lists = {("identifiers",): work.identifiers} | {
        ("versions", number, "identifiers"): version.identifiers for number, version in enumerate(work.versions)
    }
    words = clash.message.split()
    paths = (
        (*path, number)
        for path, identifiers in lists.items()
        for number, identifier in enumerate(identifiers)
        if str(identifier.canonical) in words
    )
    return next(paths, ("identifiers",))


def _unknown_tags(works: Iterable[Record], tags: Collection[str]) -> Iterator[Clash]:
    for work in works:
        for number, tag in enumerate(work.tags if tags else ()):
            if tag not in tags:
                hint = suggestion(tag, tags) or "add a section with this tag to moebib.toml"
                yield Clash(
                    Record, ("tags", number), Finding("MB009", f"unknown tag {tag!r}", work.id, "tags", hint=hint)
                )


def _unknown_papers(models: Iterable[Model], known: Collection[str]) -> Iterator[Clash]:
    for model in models:
        if model.paper and model.paper.lower() not in known:
            message, hint = f"no entry {model.paper!r}", suggestion(model.paper.lower(), known)
            yield Clash(Model, ("paper",), Finding("MB011", message, model.id, "paper", hint=hint))

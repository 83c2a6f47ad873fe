"""Finds contradictions between entries of a list that are valid by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from moebib.errors import Finding
from moebib.library.clashes import Clash, find_clashes
from moebib.library.config import Config
from moebib.records.record import Model, Record
from moebib.text.suggest import suggestion

__all__ = ["find_contradictions"]


def find_contradictions(
    works: Iterable[Record], models: Iterable[Model], keys: Collection[str], config: Config
) -> list[Clash]:
    """Duplicate keys and identifiers, tags without a section, and models whose paper is not in the list.

    *keys* are those of all works in lower case, including invalid ones.
    """
    works = list(works)
    known_keys = {*keys, *(key.lower() for work in works for key in work.ids)}
    return [*find_clashes(works), *_unknown_tags(works, config.tags), *_unknown_papers(models, known_keys)]


def _unknown_tags(works: Iterable[Record], tags: Collection[str]) -> Iterator[Clash]:
    """The tags that no section has; in a list without sections, any tag is valid."""
    for work in works if tags else ():
        for number, tag in enumerate(work.tags):
            if tag not in tags:
                hint = suggestion(tag, tags) or "add a section with this tag to moebib.toml"
                finding = Finding("MB009", f"unknown tag {tag!r}", work.id, "tags", hint=hint)
                yield Clash(Record, ("tags", number), finding)


def _unknown_papers(models: Iterable[Model], keys: Collection[str]) -> Iterator[Clash]:
    for model in models:
        if model.paper and model.paper.lower() not in keys:
            message, hint = f"no entry {model.paper!r}", suggestion(model.paper.lower(), keys)
            yield Clash(Model, ("paper",), Finding("MB011", message, model.id, "paper", hint=hint))

"""Checks: what makes a bibliography wrong, rule by rule. One file a family of rules, found by its name.

To add a family, add a file with one constant:

    FAMILY = Family("links", (Rule("MB351", ...), ...))

A rule decides everything of what it is given and touches nothing. Its code never changes its meaning; its texts and
examples are its page in docs/rules, and the examples are its first tests.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from moebib import _registry
from moebib.errors import Level
from moebib.library.config import Config
from moebib.matching.duplicates import Pair, find_pairs
from moebib.records.identifier import Identifier
from moebib.records.record import Model, Record
from moebib.text.fold import fold

__all__ = ["Bibliography", "Family", "Flaw", "Path", "Rule", "page", "rules"]

_ASKED = {"--online": "the services that may know", "--links": "the sites that the links lead to"}
Path = tuple[str | int, ...]
"""The way to what is wrong: ``("title",)``, ``("author", 3)``, ``("links", "code", 0)``."""


class Flaw(NamedTuple):
    """What a rule finds wrong in an entry."""

    path: Path
    message: str
    """What was given and what is wrong with it, in one line: "the title ends in a dot"."""
    hint: str = ""
    """What to do."""
    repair: Mapping[str, Any] | None = None
    """Field -> its new value, as ``Record.evolve`` takes it; only where the repair is certain."""


@dataclass(frozen=True)
class Bibliography:
    """What rules look at: all works and models, and what else they may know. It has no clock: *today* is told.

    The indexes are made when a rule first asks for them, and once.
    """

    records: tuple[Record, ...]
    models: tuple[Model, ...] = ()
    config: Config = field(default_factory=Config)
    today: date = date.max
    is_list: bool = True
    """Whether it is a list of ours: a foreign .bib file has no tags, sections, or pattern of keys."""
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of a .bib file, what its entries say as they say it: key -> field -> LaTeX."""

    @cached_property
    def by_key(self) -> Mapping[str, Record]:
        """The works by key and former key, in lower case."""
        return {key.lower(): record for record in reversed(self.records) for key in (*record.ids, record.id)}

    @cached_property
    def by_title(self) -> Mapping[str, tuple[Record, ...]]:
        """The works by folded title (``search.fold``); that of the top level only."""
        return _grouped((fold(record.title), record) for record in self.records if record.title)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of works that are probably one, without those that the list tells apart."""
        return tuple(find_pairs(self.records, {frozenset(pair) for pair in self.config.different}))

    @cached_property
    def by_identifier(self) -> Mapping[Identifier, tuple[Record, ...]]:
        """The works by each canonical identifier that names one work."""
        return _grouped(
            (one, record)
            for record in self.records
            for one in dict.fromkeys(found.canonical for found in record.all_identifiers if found.is_of_one_work)
        )


def _grouped(pairs: Iterable[tuple[Any, Record]]) -> dict[Any, tuple[Record, ...]]:
    groups: defaultdict[Any, list[Record]] = defaultdict(list)
    for key, record in pairs:
        groups[key].append(record)
    return {key: tuple(records) for key, records in groups.items()}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong, with the texts of its page in docs/rules.

    At most one of *work*, *model* and *whole* is given: what looks at one work, at one model, or at all entries
    (which then yields the key of an entry with each flaw). Without any, the flaw is not in the entries alone: it is in
    the comments of the files, or in what others answer to *option*.

    *bad* and *good* are entry files in TOML. One file alone is a work (or a model, for a rule on models); several are
    parted by lines such as ``# papers/doe2024.toml``, ``# models/mixtral.toml`` and ``# moebib.toml``. What begins with
    ``@`` is a .bib file. Each of *bad* must be flagged, and none of *good*; *fix* says how it is repaired, and by whom.
    """

    code: str
    name: str
    """What it is called: "title-ends-in-dot"."""
    what: str
    """One line: "a title that ends in a dot"."""
    why: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    fix: str
    work: Callable[[Record, Bibliography], Iterable[Flaw]] | None = None
    model: Callable[[Model, Bibliography], Iterable[Flaw]] | None = None
    whole: Callable[[Bibliography], Iterable[tuple[str, Flaw]]] | None = None
    level: Level = "warning"
    """A note is a suggestion: it does not make `moebib check` fail."""
    on: Literal["everything", "list"] = "everything"
    """Whether it concerns any bibliography, or only a list of ours."""
    option: Literal["", "--online", "--links"] = ""
    """The option of `moebib check` that asks others, without whose answers nothing is found."""

    def find(self, bibliography: Bibliography) -> Iterator[tuple[str, Flaw]]:
        """Every flaw, with the key of the entry it is in."""
        if self.on == "list" and not bibliography.is_list:
            return
        if self.work:
            for record in bibliography.records:
                for flaw in self.work(record, bibliography):
                    yield record.id, flaw
        if self.model:
            for model in bibliography.models:
                for flaw in self.model(model, bibliography):
                    yield model.id, flaw
        if self.whole:
            yield from self.whole(bibliography)


class Family(NamedTuple):
    """Rules on one subject."""

    subject: str
    rules: tuple[Rule, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their codes."""
    package = sys.modules[__name__]
    families = (_registry.leaf(package, name, Family) for name in _registry.leaves(package))
    return tuple(sorted((rule for family in families for rule in family.rules), key=lambda rule: rule.code))


def page(rule: Rule) -> str:
    """What there is to tell about a rule, in Markdown: the text of its page in docs/rules."""
    bad, good = ("\n".join(map(_example, texts)) for texts in (rule.bad, rule.good))
    asks = f"`moebib check {rule.option}` looks for it, and asks {_ASKED[rule.option]}.\n\n" if rule.option else ""
    counts = "It is a note: it does not make `moebib check` fail.\n\n" if rule.level == "note" else ""
    scope = "It concerns lists of moebib only, not foreign .bib files.\n\n" if rule.on == "list" else ""
    return (
        f"# {rule.code}: {rule.name}\n\nFinds {rule.what}.\n\n{asks}{counts}{scope}## Why\n\n{rule.why}\n\n"
        f"## Bad\n\n{bad}\n## Good\n\n{good}\n## Repair\n\n{rule.fix}\n"
    )


def _example(text: str) -> str:
    kind = "bibtex" if text.lstrip().startswith("@") else "toml"
    return f"```{kind}\n{text.strip()}\n```\n"

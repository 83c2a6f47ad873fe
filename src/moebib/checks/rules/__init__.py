"""The rules of `moebib check`: one file per family, found by its file name.

To add a rule, declare it in the file of its family, or in a new file here, above the function that checks it:

    @Rule(
        code="MB371", name="title-ends-with-period", finds="a title that ends with a full stop",
        why="...", bad=("...",), good=("...",), fix="...",
    ).each_work
    def title_ends_with_period(record: Record, context: Context) -> Iterator[Flaw]:
        ...

`python docs/make_rules.py` then writes its page. A check is a pure function of what it is given. The code of a rule
never changes its meaning; its texts and examples are its page, and the examples are its tests.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from moebib import _registry
from moebib.codes import CODES, Level
from moebib.errors import InputError
from moebib.library.config import Config
from moebib.matching.duplicates import Pair, find_pairs
from moebib.records.fields import FieldPath
from moebib.records.identifier import Identifier
from moebib.records.model import Model
from moebib.records.people import People
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.suggest import suggest

__all__ = ["Context", "FieldPath", "Flaw", "Rule", "count_works", "find_rules", "page", "rules"]

_REQUESTS = {"--online": "queries the services that may know the work", "--links": "requests every link"}


class Flaw(NamedTuple):
    """What is wrong in an entry, according to one rule."""

    path: FieldPath
    message: str
    """The value and what is wrong with it, on one line: "the title ends with a full stop: 'Experts.'"."""
    hint: str = ""
    """What to do about it."""
    changes: Mapping[str, Any] | None = None
    """The fix: field -> new value, as ``Record.evolve`` takes it. Given only if it is certain to be right."""
    written: Mapping[str, str] | None = None
    """The fix of a field of a .bib file that is read as what it should be: its name -> its new value as LaTeX."""


@dataclass(frozen=True)
class Context:
    """Everything that rules see: the entries of a list or a file, and what else they may depend on.

    The indexes are built when a rule first uses them.
    """

    records: tuple[Record, ...]
    models: tuple[Model, ...] = ()
    config: Config = field(default_factory=Config)
    today: date = date.max
    is_list: bool = True
    """Whether this is a list of moebib: other files have no tags, sections or key pattern."""
    bib_fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The fields of a .bib file as they are written: key -> field -> LaTeX."""

    def with_update(self, hint: str, what: str) -> str:
        """*hint*, and the command that fetches *what* in such a file, if there is one."""
        command = "moebib update" if self.is_list else "moebib update FILE.bib --fill" if self.bib_fields else ""
        return f"{hint}; `{command}` fetches {what} by an identifier" if command else hint

    def called(self, field: str, in_bib: str) -> str:
        """The name of a field for a hint: what an entry calls *field* has another name in a .bib file."""
        return f"`{in_bib if self.bib_fields else field}`"

    @cached_property
    def people(self) -> People:
        """The people who publish under several names."""
        return self.config.known_people

    @cached_property
    def by_key(self) -> Mapping[str, Record]:
        """The works by key and former key, in lower case."""
        former = {key.lower(): record for record in self.records for key in record.ids}
        return former | {record.id.lower(): record for record in self.records}

    @cached_property
    def by_title(self) -> Mapping[str, tuple[Record, ...]]:
        """The works by folded title, without the titles of their versions."""
        return _grouped((fold(plain(record.title)), record) for record in self.records if record.title)

    @cached_property
    def duplicates(self) -> tuple[Pair, ...]:
        """The pairs of records that are probably the same work, unless moebib.toml says that they are not."""
        return tuple(find_pairs(self.records, self.config.different_pairs, people=self.people))

    @cached_property
    def by_identifier(self) -> Mapping[Identifier, tuple[Record, ...]]:
        """The works by canonical identifier, for identifiers of a single work."""
        return _grouped(
            (canonical, record)
            for record in self.records
            for canonical in dict.fromkeys(
                identifier.canonical for identifier in record.all_identifiers if identifier.is_of_one_work
            )
        )


def _grouped(pairs: Iterable[tuple[Any, Record]]) -> dict[Any, tuple[Record, ...]]:
    groups: defaultdict[Any, list[Record]] = defaultdict(list)
    for key, record in pairs:
        groups[key].append(record)
    return {key: tuple(records) for key, records in groups.items()}


WorkCheck = Callable[[Record, Context], Iterable[Flaw]]
ModelCheck = Callable[[Model, Context], Iterable[Flaw]]
ListCheck = Callable[[Context], Iterable[tuple[str, Flaw]]]
"""Yields the key of an entry with each flaw."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong, with the texts of its page in docs/rules.

    A rule without a check is applied elsewhere: to the comments in files, or to the responses to *option*.

    *bad* and *good* are entry files in TOML. A text without file names is a work (or a model, if the rule checks
    models); several files are separated by lines such as ``# papers/doe2024.toml``, ``# models/mixtral.toml`` and
    ``# moebib.toml``. A text that begins with ``@`` is a .bib file. The rule must find a flaw in each of *bad* and none
    in *good*.
    """

    code: str
    name: str
    """What people would search for: "title-ends-with-period"."""
    finds: str
    """What the rule finds, on one line: "a title that ends with a full stop"."""
    why: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    fix: str
    level: Level = "warning"
    on: Literal["everything", "list"] = "everything"
    """Whether the rule applies to all files, or only to lists of moebib."""
    option: Literal["", "--online", "--links"] = ""
    """The option of `moebib check` that makes the requests this rule needs."""
    check_work: WorkCheck | None = None
    check_model: ModelCheck | None = None
    check_list: ListCheck | None = None

    def each_work(self, check: WorkCheck) -> Rule:
        """The rule with a check that sees one work at a time."""
        return replace(self, check_work=check)

    def each_model(self, check: ModelCheck) -> Rule:
        """The rule with a check that sees one model at a time."""
        return replace(self, check_model=check)

    def whole_list(self, check: ListCheck) -> Rule:
        """The rule with a check that sees all entries at once."""
        return replace(self, check_list=check)

    def find(self, context: Context) -> Iterator[tuple[str, Flaw]]:
        """Every flaw, with the key of its entry."""
        if self.on == "list" and not context.is_list:
            return
        if self.check_work:
            for record in context.records:
                for flaw in self.check_work(record, context):
                    yield record.id, flaw
        if self.check_model:
            for model in context.models:
                for flaw in self.check_model(model, context):
                    yield model.id, flaw
        if self.check_list:
            yield from self.check_list(context)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their codes."""
    modules = _registry.modules(sys.modules[__name__])
    declared = (value for module in modules for value in vars(module).values() if isinstance(value, Rule))
    return tuple(sorted(declared, key=lambda rule: rule.code))


def find_rules(text: str) -> tuple[Rule, ...]:
    """The rules that *text* means: a name, a code, or the beginning of codes, with or without MB, in any case.

    >>> [rule.code for text in ("TITLE-ends-with-period", "mb371", "371", "MB46") for rule in find_rules(text)]
    ['MB371', 'MB371', 'MB371', 'MB461', 'MB462']

    Raises:
        InputError: If there is no such rule.
    """
    code = f"MB{text}" if text.isdecimal() else text.upper()
    if code in CODES:
        raise InputError(f"{code} is not a rule: it is reported when a file is read, cited or updated")
    matching = tuple(rule for rule in rules() if text and (rule.code.startswith(code) or rule.name == text.lower()))
    if not matching:
        # No code is nearer to MB999 than others: they are numbers.
        closest = "" if code[:2] == "MB" else suggest(text, [rule.name for rule in rules()])
        raise InputError(f"unknown rule {text!r}{closest or '; `moebib rule` lists all rules'}")
    return matching


def count_works(number: int) -> str:
    """The number of other works, in words for a message: "another work", "3 works"."""
    return "another work" if number == 1 else f"{number} works"


def page(rule: Rule) -> str:
    """The page of a rule in docs/rules, as Markdown."""
    bad, good = ("\n".join(map(_example, texts)) for texts in (rule.bad, rule.good))
    notes = (
        f"Needs `moebib check {rule.option}`, which {_REQUESTS[rule.option]}.\n\n" if rule.option else "",
        "This is a note: it does not make `moebib check` fail.\n\n" if rule.level == "note" else "",
        "Applies to lists of moebib only, not to other files.\n\n" if rule.on == "list" else "",
    )
    return (
        f"# {rule.code}: {rule.name}\n\nFinds {rule.finds}.\n\n{''.join(notes)}## Why\n\n{rule.why}\n\n"
        f"## Bad\n\n{bad}\n## Good\n\n{good}\n## Fix\n\n{rule.fix}\n"
    )


def _example(text: str) -> str:
    language = "bibtex" if text.lstrip().startswith("@") else "toml"
    return f"```{language}\n{text.strip()}\n```\n"

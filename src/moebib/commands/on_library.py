"""`moebib check`, `verify` and `dedupe` for Python: of a library or of records, which need not be in any file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib import store
from moebib._arguments import checked
from moebib._guesses import guessing
from moebib.checks.engine import EntryKey, select_rules
from moebib.checks.rules import Context
from moebib.commands.inputs import CheckTarget, EntryText, read_bytes_to_check, read_list
from moebib.errors import Finding, InvalidArgument
from moebib.library.library import Library
from moebib.matching.distance import Distance
from moebib.matching.duplicates import find_pairs
from moebib.merging.merge import merge_records
from moebib.records.model import Model
from moebib.records.record import Record, records_of
from moebib.store.library_files import SavedFile, SavedList

if TYPE_CHECKING:
    from moebib.commands.verify import Verified
    from moebib.lookup.client import Client

__all__ = ["Duplicate", "check", "dedupe", "verify"]

GivenWorks = Library | Record | Iterable[Record]


@guessing(
    {
        **dict.fromkeys(("score", "ratio", "confidence"), "similarity"),
        **dict.fromkeys(("left", "a", "original"), "first"),
        **dict.fromkeys(("right", "b", "duplicate"), "second"),
        **dict.fromkeys(("merge", "record", "result"), "merged"),
    }
)
class Duplicate(NamedTuple):
    """Two records that probably describe one work.

    >>> first, second = (Record(id=key, type="book", title="The TeXbook") for key in ("a", "b"))
    >>> pair = Duplicate(first, second, Distance({"title": 0.0}))
    >>> pair.similarity, pair.merged.ids
    (1.0, ('b',))
    """

    first: Record
    second: Record
    distance: Distance
    """How much differs, and what: it is a mapping of names to penalties, and ``float()`` is between 0 and 1."""

    @property
    def similarity(self) -> float:
        """From 0 to 1; ``moebib dedupe --merge-above`` compares it."""
        return 1 - float(self.distance)

    @property
    def merged(self) -> Record:
        """One record of both, under the key of the first; the other key becomes a former key, which still cites it."""
        return merge_records(self.first, self.second)[0]

    def __str__(self) -> str:
        return f"{self.first.id} and {self.second.id}: {self.similarity:.2f}"


@checked('moebib.check(works, select="MB37") takes the names or codes of rules')
def check(
    works: GivenWorks,
    *,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:
    """What the rules find in a library or in records, as `moebib check`; no requests are made.

    *select* and *ignore* are names, codes or beginnings of codes of rules; those of a list are added to the ones in its
    ``moebib.toml``. Findings in entries that did not change since a library was loaded have a position in their file,
    and comments there that suppress rules count. What is certain to be right is in ``finding.patch``.

    >>> book = Record(id="knuth1984", type="book", title="The TeXbook.", issued="1984")
    >>> [finding] = check(book, select="MB37")
    >>> print(finding, finding.patch.changes)
    MB371 the title ends with a full stop: 'The TeXbook.'
      hint: remove it {'title': 'The TeXbook'}

    Raises:
        InputError: If there is no such rule.
    """
    from moebib.commands.check import check as check_target
    from moebib.commands.check import position, rules_for_list

    select, ignore = ([names] if isinstance(names, str) else names for names in (select, ignore))
    target = _target(_as_library(works), today or store.today())
    is_list = target.context.is_list
    rules = rules_for_list(target.context.config, select, ignore) if is_list else select_rules(select, ignore)
    findings = check_target(target, rules).findings
    placed = (finding if finding.file else replace(finding, file=None, line=None, column=None) for finding in findings)
    return tuple(sorted(placed, key=position))


@checked("moebib.verify(works, client=client), or without a client")
def verify(works: GivenWorks, *, client: Client | None = None, today: date | None = None) -> list[Verified]:
    """Whether works exist, and whether their details are correct, as `moebib verify`; services are queried.

    There is a result for each work, in their order, with its ``record`` and its ``verdict``. Responses are cached, so
    that an interrupted call can be repeated.

    >>> from moebib.lookup.client import open_client
    >>> book = Record(id="lund2024", type="book", title="Firing Pots", identifiers=["10.5555/pots"])
    >>> with open_client(offline=True) as client:
    ...     [result] = verify(book, client=client)
    >>> result.record.id, result.verdict.kind
    ('lund2024', 'cannot tell')
    """
    from moebib.commands.verify import verify as verify_records
    from moebib.lookup.client import Client, open_client

    if client is not None and not isinstance(client, Client):
        hint = "with moebib.Client() as client: moebib.verify(works, client=client)"
        raise InvalidArgument(f"client should be a moebib.Client, not {type(client).__name__}\nhint: {hint}")
    library = works if isinstance(works, Library) else None
    records = records_of(works)
    with open_client() if client is None else nullcontext(client) as open_:
        if library and library.config.people:
            open_.people = library.config.known_people
        results = list(verify_records(records, open_, today or store.today()))
    return sorted(results, key=lambda result: result.number)


@checked("moebib.dedupe(works) returns pairs; pair.merged is one record of both")
def dedupe(works: Library | Iterable[Record]) -> list[Duplicate]:
    """The pairs of records that probably describe one work, most similar first, as `moebib dedupe`.

    >>> works = [Record(id=key, type="book", title="The TeXbook", author=["Knuth, Donald E."]) for key in ("a", "b")]
    >>> [pair] = dedupe(works)
    >>> print(pair)
    a and b: 1.00
    >>> pair.merged.to_dict()["ids"]
    ['b']
    """
    config = works.config if isinstance(works, Library) else Library().config
    pairs = find_pairs(records_of(works), config.different_pairs, people=config.known_people)
    return [Duplicate(*pair) for pair in pairs]


def _as_library(works: GivenWorks) -> Library:
    if isinstance(works, Library):
        return works
    return Library.of_file(records_of(works))


_NOWHERE = EntryText("", "", 0, lambda _: (0, 0))
"""An entry that is in no file, or not as it is there."""


def _target(library: Library, today: date) -> CheckTarget:
    """The library to be checked, with the places of the entries that are in its files as they are in the library."""
    target = CheckTarget(Context((), today=today, is_list=False), {})
    if isinstance(library.saved, SavedList):
        target = read_list(library.saved.root, today)
    elif isinstance(library.saved, SavedFile):
        target = read_bytes_to_check(Path(library.saved.name), library.saved.content, today)
    old = target.context
    in_files, in_library = _by_key(old.records, old.models), _by_key(library.records, library.models)
    same = {key for key, entry in in_library.items() if in_files.get(key) == entry}
    context = replace(
        old,
        records=library.records,
        models=library.models,
        config=library.config,
        bib_fields={key: fields for key, fields in old.bib_fields.items() if (False, key) in same},
    )
    # Every fix can be made in a library, also one that cannot be written into a .bib file.
    texts = {key: target.texts[key] if key in same else _NOWHERE for key in in_library}
    return target._replace(context=context, texts=texts, kind="list")


def _by_key(records: Iterable[Record], models: Iterable[Model]) -> dict[EntryKey, Record | Model]:
    works: dict[EntryKey, Record | Model] = {(False, record.id): record for record in records}
    return works | {(True, model.id): model for model in models}

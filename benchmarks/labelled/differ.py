"""Records that look like a record of the same work and, by construction, are not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from moebib.records.date import Date
from moebib.records.record import Record

__all__ = ["DIFFERS", "differ"]

Pair = tuple[Record, Record] | None
"""The record, possibly changed, and the other one."""


def differ(record: Record, other: Record, kind: str, seed: str) -> Pair:
    """*record* and a similar one of a different work, of this *kind*; *other* is by other people."""
    return DIFFERS[kind](record.evolve(identifiers=()), other, random.Random(f"{seed} {kind}"))


def _other_people(record: Record, other: Record, chance: random.Random) -> Pair:
    families = {name.family for name in record.author}
    if families & {name.family for name in other.author}:
        return None
    return record, record.evolve(author=other.author, issued=other.issued, container_title=other.container_title,
                                 type=other.type, genre=other.genre, page="", volume="")  # fmt: skip


def _parts(record: Record, other: Record, chance: random.Random) -> Pair:
    first, second = chance.choice((("Part I", "Part II"), ("I", "II"), ("Part 1", "Part 2"), ("Part II", "Part III")))
    form = chance.choice(("{}: {}", "{}, {}", "{} {}"))
    title = record.title.rstrip(".")
    return record.evolve(title=form.format(title, first)), record.evolve(title=form.format(title, second))


def _edition(record: Record, other: Record, chance: random.Random) -> Pair:
    book = record.evolve(type="book", container_title="", page="", volume="", genre="", publisher="Imagined Press")
    later = Date(record.issued.year + chance.randrange(2, 9)) if record.issued else None
    if chance.random() < 0.5:
        return book.evolve(edition="1"), book.evolve(edition="2", issued=later)
    title = record.title.rstrip(".")
    return book.evolve(title=f"{title}, 2nd Edition"), book.evolve(title=f"{title}, 3rd Edition", issued=later)


def _notice(record: Record, other: Record, chance: random.Random) -> Pair:
    form = chance.choice(("Erratum to: {}", "Correction to: {}", "{}: Erratum", "Corrigendum: {}", "Reply to “{}”",
                          "Comment on “{}”", "Comments on {}", "{} [Retraction]", "Addendum to “{}”",
                          "Response to: {}"))  # fmt: skip
    return record, record.evolve(title=form.format(record.title), page="")


def _annual(record: Record, other: Record, chance: random.Random) -> Pair:
    """Overviews of a shared task, surveys and reports that come every year, by almost the same people."""
    topic = " ".join(re.sub(r"[{}]", "", record.title.split(": ")[0]).split()[:4])
    form = chance.choice(("Findings of the {} Shared Task on {}", "Overview of the {} {} Challenge",
                          "{1}: A Survey of {0}", "The {} Annual Report on {}",
                          "{1} {0}: Results and Findings"))  # fmt: skip
    year = record.issued.year if record.issued else 2020
    ordinals = chance.choice(((str(year), str(year + 1)), ("Third", "Fourth"), ("5th", "6th")))
    people = record.author[: max(1, len(record.author) - 1)]
    first, second = (record.evolve(title=form.format(which, topic), page="", volume="") for which in ordinals)
    return first, second.evolve(author=people, issued=Date(year + 1))


def _extension(record: Record, other: Record, chance: random.Random) -> Pair:
    """A workshop paper and its conference version, or a conference paper and its extended journal version."""
    if not record.issued:
        return None
    first, later = record.issued, Date(record.issued.year + chance.choice((1, 1, 2)))
    pages = chance.randrange(20, 400)
    if chance.random() < 0.5:
        earlier = {"type": "paper-conference", "container_title": "Workshop on Imagined Systems", "issued": first}
        extended = {"type": "paper-conference", "container_title": "Conference on Imagined Things", "issued": later}
    else:
        earlier = {"type": "paper-conference", "container_title": "Conference on Imagined Things", "issued": first}
        extended = {"type": "article-journal", "container_title": "Journal of Things", "issued": later, "volume": "17"}
    common = {"genre": "", "volume": "", "container_title_short": "", "event_title": ""}
    return (record.evolve(**{**common, **earlier, "page": f"{pages}-{pages + 8}"}),
            record.evolve(**{**common, **extended, "page": f"{pages + 417}-{pages + 450}"}))  # fmt: skip


def _sequel(record: Record, other: Record, chance: random.Random) -> Pair:
    """The next paper of a group: one word of the title is replaced or added.

    Not where the title has a head ("BERT: ..."): of those people do change the rest before they publish.
    """
    words = [] if ":" in record.title else record.title.split()
    plain = [at for at, word in enumerate(words) if re.fullmatch(r"[A-Za-z]{6,}", word)]
    new = [word for word in other.title.split() if re.fullmatch(r"[A-Za-z]{6,}", word)]
    if not plain or len(new) < 2 or len(words) < 5:
        return None
    at = chance.choice(plain)
    changed = [*words[:at], chance.choice(new), *words[at + (chance.random() < 0.7) :]]
    people = record.author if chance.random() < 0.5 else record.author[: max(1, len(record.author) - 1)]
    return record, record.evolve(title=" ".join(changed), author=people, page="", volume="")


DIFFERS: dict[str, Callable[[Record, Record, random.Random], Pair]] = {
    "other people": _other_people, "parts": _parts, "editions": _edition, "errata, replies": _notice,
    "annual": _annual, "extensions": _extension, "sequels": _sequel,
}  # fmt: skip

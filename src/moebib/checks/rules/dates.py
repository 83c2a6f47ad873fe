"""Dates: missing, impossible, or not fitting what else the entry says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.records.date import Date
from moebib.records.identifier import Scheme
from moebib.records.record import Record

_ARXIV = re.compile(r"(\d{2})(0[1-9]|1[0-2])\.\d{4,5}")
_AHEAD = 1
"""Years that a publication may be ahead: journals date their volumes so."""
_LATE = 3
"""Years that proceedings may be late."""
_EARLIEST = 1450
"""Before printing there are manuscripts, which are typed so."""
# The years that stand in identifiers of publishers: ACL's "2024.acl-long.70", NeurIPS's addresses, DBLP's short years.
_ACL_YEAR = re.compile(r"((?:19|20)\d\d)\.")
_IN_A_VENUE = re.compile(r"(?<![\w.-])((?:19|20)\d\d)(?![\w-])|'(\d\d)(?!\w)")
_ANCIENT = frozenset({"manuscript", "classic", "map", "graphic", "musical_score", "legislation", "treaty"})


def without_year(record: Record, _: Context) -> Iterator[Flaw]:
    """Nobody can cite a paper without its year; "forthcoming" stays in ``extra``, and a page may have none."""
    is_told = record.extra.keys() & {"date", "year"} or record.type in ("webpage", "document", "software")
    if record.issued is None and not is_told:
        yield Flaw(("issued",), "no date", "add the year it was published in")


def in_the_future(record: Record, context: Context) -> Iterator[Flaw]:
    """A journal may date an issue ahead by some months, a preprint not by a day."""
    if record.issued is None:
        return
    today = context.today
    now = (today.year, today.month, today.day)
    latest = now if record.is_preprint else (today.year + _AHEAD, today.month)
    if record.issued.parts[: len(latest)] > latest[: len(record.issued.parts)]:
        yield Flaw(("issued",), f"dated in the future: {record.issued}", "correct the date")


def long_ago(record: Record, _: Context) -> Iterator[Flaw]:
    """Years such as 0024 and 1024 are slips of the pen."""
    if record.issued and record.issued.year < _EARLIEST and record.type not in _ANCIENT:
        yield Flaw(("issued",), f"an impossible year for what is printed: {record.issued.year:04}", "correct the year")


def unlike_the_arxiv_id(record: Record, _: Context) -> Iterator[Flaw]:
    """An arXiv ID begins with the year and month in which the first version was numbered.

    What was published may be put there later, and what arXiv looks at longer is numbered in the month after.
    """
    for path, issued, number in _preprints(record):
        sent = _ARXIV.match(number)
        if not sent or issued is None:
            continue
        first = (2000 + int(sent[1]), int(sent[2]))
        given = issued.parts[:2]
        if given < first[: len(given)] and not _is_month_before(given, first):
            message = f"dated {issued}, before arXiv:{number} was sent in ({first[0]}-{first[1]:02})"
            yield Flaw(path, message, "one of the two is wrong")
        elif given > first[: len(given)]:
            message = f"dated {issued}, but arXiv:{number} is of {first[0]}-{first[1]:02}"
            yield Flaw(path, message, "date a preprint by its first version")


def _preprints(record: Record) -> Iterator[tuple[tuple[str | int, ...], Date | None, str]]:
    """Path of the date, date and ID of the record, if it is a preprint, and of the versions that are."""
    own = record.identifiers if record.is_preprint else ()
    yield from ((("issued",), record.issued, one.value) for one in own if one.scheme is Scheme.ARXIV)
    for i, version in enumerate(record.versions):
        for one in version.identifiers if version.genre == "preprint" else ():
            if one.scheme is Scheme.ARXIV:
                yield ("versions", i, "issued"), version.issued, one.value


def _is_month_before(given: tuple[int, ...], first: tuple[int, int]) -> bool:
    year, month = first
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    return given == before[: len(given)]


def unlike_the_identifier(record: Record, _: Context) -> Iterator[Flaw]:
    """An ACL ID begins with the year of the conference."""
    for one in record.identifiers:
        found = _ACL_YEAR.match(one.value) if one.scheme is Scheme.ACL else None
        if found and record.issued and int(found[1]) != record.issued.year:
            yield Flaw(("issued",), f"dated {record.issued}, but {one} is of {found[1]}", "one of the two is wrong")


def unlike_the_venue(record: Record, _: Context) -> Iterator[Flaw]:
    """A conference named with its year."""
    if record.type != "paper-conference" or record.issued is None:
        return
    for field in ("container_title", "event_title"):
        years = {_year(found, record.issued.year) for found in _IN_A_VENUE.finditer(getattr(record, field))}
        # Proceedings may come out years after, and be numbered with the year before.
        if years and not any(0 <= record.issued.year - year <= _LATE for year in years):
            named = ", ".join(str(year) for year in sorted(years))
            message = f"dated {record.issued.year}, but the venue is of {named}"
            yield Flaw(("issued",), message, "one of the two is wrong")
            return


def _year(found: re.Match[str], near: int) -> int:
    """The year in the name of a venue; of "'92", in the century in which the paper is."""
    return int(found[1]) if found[1] else near // 100 * 100 + int(found[2])


def versions_in_disorder(record: Record, _: Context) -> Iterator[Flaw]:
    """A preprint comes before what it became."""
    if record.issued is None or record.is_preprint:
        return
    for i, version in enumerate(record.versions):
        if version.genre == "preprint" and version.issued and version.issued.year > record.issued.year + 1:
            message = f"the preprint is of {version.issued}, long after the publication ({record.issued})"
            yield Flaw(("versions", i, "issued"), message, "one of the two dates is wrong")


_PREPRINT = 'type = "article"\ngenre = "preprint"\ntitle = "Sparse Experts"\n'
_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'

FAMILY = Family("dates", (
    Rule(
        code="MB311", name="date-missing", finds="a paper, book or report without any date",
        why="Without its year a work cannot be cited in any style, and sorts nowhere.",
        bad=(f'{_PAPER}container_title = "Proceedings of Imagined Systems"', 'type = "book"\ntitle = "Experts"'),
        good=('type = "book"\ntitle = "Experts"\nissued = "1984"',
              'type = "book"\ntitle = "Experts"\n[extra]\nyear = "in press"',
              'type = "webpage"\ntitle = "Our Experts"\nurl = "https://example.org/"'),
        fix="Add the date, as exact as it is known: 2024, 2024-06 or 2024-06-12.", check_work=without_year,
    ),
    Rule(
        code="MB312", name="date-in-the-future",
        finds="a work that is dated after today, or after next year for a journal",
        why="It is a slip of the pen; or the work has not appeared, and its date is a guess.",
        bad=(f'{_PREPRINT}issued = "2026-12-01"', f'{_PREPRINT}issued = "2062"', f'{_PAPER}issued = "2042"'),
        good=(f'{_PREPRINT}issued = "2026-11-24"', f'{_PREPRINT}issued = "2026"',
              'type = "article-journal"\ntitle = "Experts"\nissued = "2027-02"'),
        fix="Correct the date.", check_work=in_the_future, level="error",
    ),
    Rule(
        code="MB313", name="year-impossible", finds="a printed work that is dated before printing",
        why="Such years are slips of the pen: 0024, 1024.",
        bad=(f'{_PAPER}issued = "0024"', f'{_PREPRINT}issued = "1024-01"'),
        good=(f'{_PAPER}issued = "1984"', 'type = "manuscript"\ntitle = "A Codex"\nissued = "0800"',
              'type = "book"\ntitle = "The First One"\nissued = "1455"'),
        fix="Correct the year.", check_work=long_ago, level="error",
    ),
    Rule(
        code="MB314", name="date-unlike-arxiv-id", finds="a date that does not fit the arXiv ID",
        why="An arXiv ID tells the year and month in which the first version was sent in: 2405.01234 is of May 2024. "
            "A preprint did not appear before it was sent in, and it "
            "is dated by its first version.",
        bad=(f'{_PREPRINT}issued = "2023"\nidentifiers = ["arxiv:2405.14297"]',
             f'{_PREPRINT}issued = "2024-08"\nidentifiers = ["arxiv:2405.00361"]',
             f'{_PAPER}[[versions]]\ngenre = "preprint"\nissued = "2023"\nidentifiers = ["arxiv:2405.14297"]'),
        good=(f'{_PREPRINT}issued = "2024-05-12"\nidentifiers = ["arxiv:2405.14297"]',
              f'{_PREPRINT}issued = "2024"\nidentifiers = ["arxiv:2405.14297"]',
              f'{_PREPRINT}issued = "2024-04-30"\nidentifiers = ["arxiv:2405.00361"]',
              f'{_PAPER}issued = "2023-12"\nidentifiers = ["arxiv:2405.14297"]',
              f'{_PREPRINT}issued = "1999"\nidentifiers = ["arxiv:hep-th/9901001"]'),
        fix="Look both up: `moebib update KEY` asks arXiv.", check_work=unlike_the_arxiv_id,
    ),
    Rule(
        code="MB315", name="date-unlike-acl-id", finds="a year that is not that of the ACL Anthology's ID",
        why="The ID begins with the year of the conference.",
        bad=(f'{_PAPER}issued = "2023"\nidentifiers = ["acl:2024.acl-long.571"]',
             f'{_PAPER}issued = "2025-08"\nidentifiers = ["acl:2024.findings-acl.694"]'),
        good=(f'{_PAPER}issued = "2024-08"\nidentifiers = ["acl:2024.acl-long.571"]',
              f'{_PAPER}issued = "2020"\nidentifiers = ["acl:P19-1285"]', f'{_PAPER}issued = "2024"'),
        fix="Look both up: `moebib update KEY` asks the ACL Anthology.", check_work=unlike_the_identifier,
    ),
    Rule(
        code="MB316", name="date-unlike-venue", finds="a paper whose year is not that in the name of its conference",
        why="Either the year or the volume is that of another paper. A few years after are right where "
            "proceedings come late.",
        bad=(f'{_PAPER}issued = "2019"\ncontainer_title = "Imagined Systems, ISYS 2024, Oslo"',
             f'{_PAPER}issued = "2024"\ncontainer_title = "Imagined Systems \'19"'),
        good=(f'{_PAPER}issued = "2024"\ncontainer_title = "Imagined Systems, ISYS 2024, Oslo"',
              f'{_PAPER}issued = "2025"\ncontainer_title = "Imagined Systems, ISYS 2024, Oslo"',
              f'{_PAPER}issued = "1992"\ncontainer_title = "Imagined Systems \'92"',
              f'{_PAPER}issued = "2024"\ncontainer_title = "Proceedings of Imagined Systems"'),
        fix="Look the paper up: `moebib update KEY` asks the services that know it.", check_work=unlike_the_venue,
    ),
    Rule(
        code="MB317", name="preprint-after-publication", finds="a preprint that is dated long after the publication",
        why="One of the two dates is wrong, or the preprint is of another work.",
        bad=(f'{_PAPER}issued = "2020"\n[[versions]]\ntype = "article"\ngenre = "preprint"\nissued = "2024"',
             f'{_PAPER}issued = "2020-06"\n[[versions]]\ngenre = "preprint"\nissued = "2022-01"'),
        good=(f'{_PAPER}issued = "2024"\n[[versions]]\ntype = "article"\ngenre = "preprint"\nissued = "2023-05"',
              f'{_PAPER}issued = "2020-12"\n[[versions]]\ngenre = "preprint"\nissued = "2021-01"',
              f'{_PAPER}issued = "2020"'),
        fix="Look both dates up.", check_work=versions_in_disorder,
    ),
))  # fmt: skip

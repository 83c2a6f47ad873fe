"""Dates: missing, impossible, or in contradiction to other fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.records.identifier import Scheme
from moebib.records.publication import Publication
from moebib.records.record import Record, label_number

_PREPRINT = 'type = "article"\ngenre = "preprint"\ntitle = "Sparse Experts"\n'
_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'


@Rule(
    code="MB311", name="missing-date", finds="a paper, book or report without a date",
    why="No style can cite a work without its year, and it cannot be sorted by date.",
    bad=(f'{_PAPER}container_title = "Proceedings of Imagined Systems"', 'type = "book"\ntitle = "Experts"'),
    good=('type = "book"\ntitle = "Experts"\nissued = "1984"',
          'type = "book"\ntitle = "Experts"\n[extra]\nyear = "in press"',
          'type = "webpage"\ntitle = "Our Experts"\nurl = "https://example.org/"'),
    fix="Add the date, as precisely as it is known: 2024, 2024-06 or 2024-06-12.",
).each_work  # fmt: skip
def missing_date(record: Record, context: Context) -> Iterator[Flaw]:
    """A year such as "forthcoming" is kept in ``extra``. Web pages need no date."""
    has_date = record.issued or record.extra.keys() & {"date", "year"}
    if not has_date and record.type not in ("webpage", "document", "software"):
        hint = "add the year of publication"
        if record.identifiers:
            hint = context.with_update(hint, "it")
        yield Flaw(("issued",), "missing date", hint)


_YEARS_AHEAD = 1
"""Journals date issues up to a year ahead."""


@Rule(
    code="MB312", name="future-date", finds="a work dated after today, or after next year for a journal",
    why="Either the date is a typing mistake, or the work has not appeared and its date is a guess.",
    bad=(f'{_PREPRINT}issued = "2026-12-01"', f'{_PREPRINT}issued = "2062"', f'{_PAPER}issued = "2042"'),
    good=(f'{_PREPRINT}issued = "2026-11-24"', f'{_PREPRINT}issued = "2026"',
          'type = "article-journal"\ntitle = "Experts"\nissued = "2027-02"'),
    fix="Correct the date.", level="error",
).each_work  # fmt: skip
def future_date(record: Record, context: Context) -> Iterator[Flaw]:
    """A preprint cannot be dated even a day ahead."""
    if record.issued is None:
        return
    today = context.today
    latest = (today.year, today.month, today.day) if record.is_preprint else (today.year + _YEARS_AHEAD, today.month)
    if record.issued.parts[: len(latest)] > latest[: len(record.issued.parts)]:
        yield Flaw(("issued",), f"date in the future: {record.issued}", "correct the date")


_EARLIEST = 1450
"""Printing began about then."""
_NOT_PRINTED = frozenset({"manuscript", "classic", "map", "graphic", "musical_score", "legislation", "treaty"})


@Rule(
    code="MB313", name="impossible-year", finds="a printed work dated before the invention of printing",
    why="Such years are typing mistakes: 0024, 1024.",
    bad=(f'{_PAPER}issued = "0024"', f'{_PREPRINT}issued = "1024-01"'),
    good=(f'{_PAPER}issued = "1984"', 'type = "manuscript"\ntitle = "A Codex"\nissued = "0800"',
          'type = "book"\ntitle = "The First One"\nissued = "1455"'),
    fix="Correct the year.", level="error",
).each_work  # fmt: skip
def impossible_year(record: Record, _: Context) -> Iterator[Flaw]:
    """Manuscripts and other works that need not be printed can be older."""
    if record.issued and record.issued.years[-1] < _EARLIEST and record.type not in _NOT_PRINTED:
        yield Flaw(("issued",), f"impossible year for a printed work: {record.issued}", "correct the year")


# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV = re.compile(r"(\d{2})(0[1-9]|1[0-2])\.\d{4,5}")


@Rule(
    code="MB314", name="date-contradicts-arxiv-id", finds="a date that does not fit the arXiv ID",
    why="An arXiv ID contains the year and month in which the first version was submitted: 2405.01234 was submitted in "
        "May 2024. A preprint does not appear earlier, and without a label it is dated by its first version.",
    bad=(f'{_PREPRINT}issued = "2023"\nidentifiers = ["arxiv:2405.14297"]',
         f'{_PREPRINT}issued = "2024-08"\nidentifiers = ["arxiv:2405.00361"]',
         f'{_PAPER}[[versions]]\ngenre = "preprint"\nissued = "2023"\nidentifiers = ["arxiv:2405.14297"]'),
    good=(f'{_PREPRINT}issued = "2024-05-12"\nidentifiers = ["arxiv:2405.14297"]',
          f'{_PREPRINT}issued = "2024"\nidentifiers = ["arxiv:2405.14297"]',
          f'{_PREPRINT}issued = "2024-04-30"\nidentifiers = ["arxiv:2405.00361"]',
          f'{_PAPER}issued = "2023-12"\nidentifiers = ["arxiv:2405.14297"]',
          f'{_PREPRINT}issued = "1999"\nidentifiers = ["arxiv:hep-th/9901001"]',
          f'{_PREPRINT}label = "v2"\nissued = "2024-08"\nidentifiers = ["arxiv:2405.00361"]'),
    fix="Check both; `moebib update KEY` queries arXiv.",
).each_work  # fmt: skip
def date_contradicts_arxiv_id(record: Record, _: Context) -> Iterator[Flaw]:
    """A submission that arXiv reviews for some time is numbered in the following month; v2 may be dated later."""
    for path, preprint, number in _preprints(record):
        match, issued = _ARXIV.match(number), preprint.issued
        if not match or issued is None or len(issued.years) > 1:
            continue
        year, month = 2000 + int(match[1]), int(match[2])
        given = issued.parts[:2]
        submitted, month_before = (year, month), (year, month - 1) if month > 1 else (year - 1, 12)
        if given < submitted[: len(given)] and given != month_before[: len(given)]:
            message = f"dated {issued}, but arXiv:{number} was submitted in {year}-{month:02}"
            yield Flaw(path, message, "one of the two is wrong")
        elif given > submitted[: len(given)] and not _is_revised(preprint):
            message = f"dated {issued}, but the first version of arXiv:{number} is from {year}-{month:02}"
            yield Flaw(path, message, "date a preprint by its first version")


def _is_revised(preprint: Publication) -> bool:
    return label_number(preprint.arxiv_version) > 1


def _preprints(record: Record) -> Iterator[tuple[FieldPath, Publication, str]]:
    """The record, if it is a preprint, and its preprints, each with the path of its date and its arXiv ID."""
    for identifier in record.identifiers if record.is_preprint else ():
        if identifier.scheme is Scheme.ARXIV:
            yield ("issued",), record, identifier.value
    for number, version in enumerate(record.versions):
        for identifier in version.identifiers if version.genre == "preprint" else ():
            if identifier.scheme is Scheme.ARXIV:
                yield ("versions", number, "issued"), version, identifier.value


_ACL_YEAR = re.compile(r"((?:19|20)\d\d)\.")


@Rule(
    code="MB315", name="date-contradicts-acl-id", finds="a year other than that in the ACL Anthology ID",
    why="The ID begins with the year of the conference.",
    bad=(f'{_PAPER}issued = "2023"\nidentifiers = ["acl:2024.acl-long.571"]',
         f'{_PAPER}issued = "2025-08"\nidentifiers = ["acl:2024.findings-acl.694"]'),
    good=(f'{_PAPER}issued = "2024-08"\nidentifiers = ["acl:2024.acl-long.571"]',
          f'{_PAPER}issued = "2020"\nidentifiers = ["acl:P19-1285"]', f'{_PAPER}issued = "2024"'),
    fix="Check both; `moebib update KEY` queries the ACL Anthology.",
).each_work  # fmt: skip
def date_contradicts_acl_id(record: Record, _: Context) -> Iterator[Flaw]:
    """Only IDs in the form that the Anthology has used since 2020: "2024.acl-long.70"."""
    for identifier in record.identifiers:
        match = _ACL_YEAR.match(identifier.value) if identifier.scheme is Scheme.ACL else None
        if match and record.issued and int(match[1]) not in record.issued.years:
            message = f"dated {record.issued}, but {identifier} is from {match[1]}"
            yield Flaw(("issued",), message, "one of the two is wrong")


_YEAR_IN_VENUE = re.compile(r"(?<![\w.-])((?:19|20)\d\d)(?![\w-])|'(\d\d)(?!\w)")
_YEARS_LATE = 3
"""Proceedings appear up to three years after the conference."""


@Rule(
    code="MB316", name="date-contradicts-venue",
    finds="a paper whose year is not that in the name of its conference",
    why="Either the year or the volume belongs to another paper. A few years later is allowed, because some "
        "proceedings appear late.",
    bad=(f'{_PAPER}issued = "2019"\ncontainer_title = "Imagined Systems, ISYS 2024, Oslo"',
         f'{_PAPER}issued = "2024"\ncontainer_title = "Imagined Systems \'19"'),
    good=(f'{_PAPER}issued = "2024"\ncontainer_title = "Imagined Systems, ISYS 2024, Oslo"',
          f'{_PAPER}issued = "2025"\ncontainer_title = "Imagined Systems, ISYS 2024, Oslo"',
          f'{_PAPER}issued = "1992"\ncontainer_title = "Imagined Systems \'92"',
          f'{_PAPER}issued = "2024"\ncontainer_title = "Proceedings of Imagined Systems"'),
    fix="Look up the paper; `moebib update KEY` queries the services that know it.",
).each_work  # fmt: skip
def date_contradicts_venue(record: Record, _: Context) -> Iterator[Flaw]:
    """At most one flaw per work. A year such as '92 is in the century of the paper."""
    if record.type != "paper-conference" or record.issued is None:
        return
    century = record.issued.year // 100 * 100
    for field in ("container_title", "event_title"):
        matches = _YEAR_IN_VENUE.finditer(getattr(record, field))
        years = {int(match[1]) if match[1] else century + int(match[2]) for match in matches}
        issued = record.issued
        if years and not any(issued.years[0] - _YEARS_LATE <= year <= issued.years[-1] for year in years):
            in_name = ", ".join(str(year) for year in sorted(years))
            message = f"dated {issued}, but the venue is from {in_name}"
            yield Flaw(("issued",), message, "one of the two is wrong")
            return


@Rule(
    code="MB317", name="preprint-after-publication", finds="a preprint dated long after the publication",
    why="Either one of the two dates is wrong, or the preprint belongs to another work.",
    bad=(f'{_PAPER}issued = "2020"\n[[versions]]\ntype = "article"\ngenre = "preprint"\nissued = "2024"',
         f'{_PAPER}issued = "2020-06"\n[[versions]]\ngenre = "preprint"\nissued = "2022-01"'),
    good=(f'{_PAPER}issued = "2024"\n[[versions]]\ntype = "article"\ngenre = "preprint"\nissued = "2023-05"',
          f'{_PAPER}issued = "2020-12"\n[[versions]]\ngenre = "preprint"\nissued = "2021-01"',
          f'{_PAPER}issued = "2020"\n[[versions]]\ngenre = "preprint"\nlabel = "v3"\nissued = "2024"',
          f'{_PAPER}issued = "2020"'),
    fix="Check both dates.",
).each_work  # fmt: skip
def preprint_after_publication(record: Record, _: Context) -> Iterator[Flaw]:
    """Authors often upload the preprint in the year after, and revise it for years."""
    if record.issued is None or record.is_preprint:
        return
    for number, version in enumerate(record.versions):
        if version.genre != "preprint" or version.issued is None or _is_revised(version):
            continue
        if version.issued.year > record.issued.years[-1] + 1:
            message = f"the preprint is from {version.issued}, long after the publication ({record.issued})"
            yield Flaw(("versions", number, "issued"), message, "one of the two dates is wrong")

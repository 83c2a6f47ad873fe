"""Venues: where a work appeared, which is neither its publisher nor an archive that has a copy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from moebib.checks.rules import Context, Flaw, Rule, count_works
from moebib.checks.spellings import unusual_spellings
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.equivalence import equivalent_venues, words_of
from moebib.records.identifier import Scheme
from moebib.records.publication import ARXIV_PREPRINT
from moebib.records.record import Record
from moebib.records.series import is_book_series
from moebib.text.fold import fold

_FIELDS = ("container_title", "container_title_short")
_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'
_ARTICLE = 'type = "article-journal"\ntitle = "Sparse Experts"\n'


def _two(field: str, first: str, second: str, work: str = _PAPER) -> str:
    return f'# papers/doe2024.toml\n{work}{field} = "{first}"\n# papers/roe2024.toml\n{work}{field} = "{second}"'


_NOT_VENUES = {
    "ieee": "a publisher", "acm": "a publisher", "ieee press": "a publisher", "acm press": "a publisher",
    "springer": "a publisher", "springer nature": "a publisher", "elsevier": "a publisher", "wiley": "a publisher",
    "mdpi": "a publisher", "usenix": "a publisher", "usenix association": "a publisher", "aaai press": "a publisher",
    "mit press": "a publisher", "cambridge university press": "a publisher", "oxford university press": "a publisher",
    "association for computational linguistics": "a publisher", "association for computing machinery": "a publisher",
    "curran associates": "a publisher", "curran associates, inc.": "a publisher", "microsoft": "a company",
    "google": "a company", "meta": "a company", "openai": "a company", "nvidia": "a company", "amazon": "a company",
    "deepmind": "a company", "openreview": "a review platform", "openreview.net": "a review platform",
    "researchgate": "a website", "semantic scholar": "a database", "google scholar": "a database",
    "ieee xplore": "a database", "dblp": "a database", "acl anthology": "a database", "github": "a code host",
    "acm digital library": "a database",
}  # fmt: skip


@Rule(
    code="MB321", name="publisher-as-venue",
    finds="a publisher, series, company or database in place of a conference or journal",
    why="IEEE publishes hundreds of conferences, and PMLR is a series of proceedings: neither shows where a work "
        "appeared.",
    bad=(f'{_PAPER}container_title_short = "PMLR"', f'{_PAPER}container_title = "OpenReview"',
         f'{_ARTICLE}container_title_short = "IEEE"',
         f'{_PAPER}container_title = "Lecture Notes in Computer Science"'),
    good=(f'{_PAPER}container_title_short = "ICML"\npublisher = "PMLR"',
          f'{_ARTICLE}container_title = "IEEE Transactions on Imagined Systems"',
          'type = "report"\ntitle = "Experts"\ncontainer_title_short = "Microsoft"'),
    fix="Write the conference or journal; `moebib update KEY` queries the services that know it.",
).each_work  # fmt: skip
def publisher_as_venue(record: Record, _: Context) -> Iterator[Flaw]:
    """At most one flaw per work. Reports and web pages may name an institution here."""
    for field in _FIELDS:
        venue = getattr(record, field)
        kind = "a series" if is_book_series(venue) else _NOT_VENUES.get(fold(venue).strip())
        if kind and record.type not in ("webpage", "software", "report", "post-weblog", "dataset"):
            hint = "write the conference or journal; the publisher belongs in `publisher`"
            yield Flaw((field,), f"{venue!r} is {kind}, not a venue", hint)
            return


_APPEARED = frozenset({"article-journal", "paper-conference", "article-magazine"})


@Rule(
    code="MB322", name="preprint-as-article",
    finds="an article or paper whose journal is an archive, such as arXiv or SSRN",
    why="A preprint that looks like an article claims to have been reviewed.",
    bad=(f'{_ARTICLE}container_title = "CoRR"\nidentifiers = ["arxiv:2401.01234"]',
         f'{_ARTICLE}container_title = "arXiv preprint arXiv:2401.01234"',
         f'{_ARTICLE}container_title = "SSRN Electronic Journal"\nidentifiers = ["doi:10.2139/ssrn.1234567"]'),
    good=(f'{_ARTICLE}container_title = "Journal of Imagined Systems"\nidentifiers = ["arxiv:2401.01234"]',
          'type = "article"\ngenre = "preprint"\ntitle = "Experts"\ncontainer_title = "arXiv"',
          f'{_PAPER}container_title = "Archives of Imagined Systems"'),
    fix="`moebib fix` makes it a preprint if it has an arXiv ID or DOI of the archive, and no volume or pages.",
).each_work  # fmt: skip
def preprint_as_article(record: Record, _: Context) -> Iterator[Flaw]:
    """DBLP and others give archives as journals."""
    archive = archive_of(record.container_title)
    if record.type in _APPEARED and archive:
        is_deposited = archive in map(archive_of_identifier, record.identifiers)
        appeared = record.volume or record.issue or record.page or record.publisher or record.event_title
        message = f"{record.container_title!r} is an archive of preprints, but the type is {record.type}"
        changes = ARXIV_PREPRINT if archive.name == "arXiv" else {"type": "article", "genre": "preprint"}
        hint = 'use type "article" with genre "preprint"'
        yield Flaw(("container_title",), message, hint, changes if is_deposited and not appeared else None)


_CONFIG = '# moebib.toml\n[venues]\n"SENSYS" = "SenSys"\n# papers/doe2024sparse.toml\n'


@Rule(
    code="MB323", name="venue-alias", finds="a spelling of a venue that moebib.toml replaces with another one",
    why="Tables and searches treat two spellings of a venue as two venues.",
    bad=(f'{_CONFIG}{_PAPER}container_title_short = "SENSYS"',
         f'{_CONFIG}{_PAPER}container_title_short = "Sensys"'),
    good=(f'{_CONFIG}{_PAPER}container_title_short = "SenSys"', f'{_PAPER}container_title_short = "SENSYS"',
          f'{_CONFIG}{_PAPER}container_title_short = "MobiSys"'),
    fix="`moebib fix` writes the spelling in moebib.toml.",
).each_work  # fmt: skip
def venue_alias(record: Record, context: Context) -> Iterator[Flaw]:
    """Ignoring case and accents of the alias."""
    names = {fold(spelling): name for spelling, name in context.config.venues.items()}
    for field in _FIELDS:
        venue = getattr(record, field)
        name = names.get(fold(venue))
        if venue and name and name != venue:
            yield Flaw((field,), f"{venue!r} is called {name!r} in this list", f"write {name!r}", {field: name})


_YEAR_AT_END = re.compile(r"(?<![\s,])[\s,]*(?:'\d\d|(?:19|20)\d\d)$")


@Rule(
    code="MB324", name="year-in-venue", finds="a short name of a venue that contains the year",
    why="Tables and searches treat each year of the conference as another venue. The year belongs in `issued`.",
    bad=(f'{_PAPER}container_title_short = "ICML 2024"', f'{_PAPER}container_title_short = "ICML\'24"'),
    good=(f'{_PAPER}container_title_short = "ICML"', f'{_PAPER}container_title_short = "INTERACT1850"',
          f'{_PAPER}container_title = "Proceedings of ICML 2024"'),
    fix="`moebib fix` removes it.",
).each_work  # fmt: skip
def year_in_venue(record: Record, _: Context) -> Iterator[Flaw]:
    """A year at the end, in full or as '24."""
    short = record.container_title_short
    bare = _YEAR_AT_END.sub("", short)
    if bare and bare != short:
        message = f"the short name contains the year: {short!r}"
        yield Flaw(("container_title_short",), message, f"write {bare!r}", {"container_title_short": bare})


_WORKSHOP = re.compile(r"\bworkshops?\b", re.I)


@Rule(
    code="MB325", name="workshop-as-conference", finds="a workshop paper under the name of the conference",
    why="A workshop at a conference has its own reviews, and accepts many more papers.",
    bad=(f'{_PAPER}container_title = "Workshop on Invented Things at ICML 2024"\ncontainer_title_short = "ICML"',
         f'{_PAPER}container_title = "NeurIPS 2023 Workshops"\ncontainer_title_short = "NeurIPS"'),
    good=(f'{_PAPER}container_title = "NeurIPS 2023 Workshops"\ncontainer_title_short = "NeurIPS Workshop"',
          f'{_PAPER}container_title = "Workshop on Imagined Systems (HotIS)"\ncontainer_title_short = "HotIS"',
          f'{_PAPER}container_title = "Proceedings of ICML"\ncontainer_title_short = "ICML"'),
    fix="Write 'ICML Workshop', or the workshop's own acronym.",
).each_work  # fmt: skip
def workshop_as_conference(record: Record, _: Context) -> Iterator[Flaw]:
    """A full name such as "... at ICML" or "ICML 2024 Workshops" with the short name "ICML"."""
    full, short = record.container_title or record.event_title, record.container_title_short
    if not short or not _WORKSHOP.search(full) or _WORKSHOP.search(short):
        return
    name = re.escape(short)
    if re.search(rf"(?:\bat|@|\bwith)\s+(?:the\s+)?{name}\b|^{name}\b[^()]*\bworkshops?\b", full, re.I):
        message = f"a workshop ({full!r}) under the name of a conference: {short!r}"
        yield Flaw(("container_title_short",), message, f"write '{short} Workshop', or its own acronym")


_FINDINGS = re.compile(r"\bfindings\b", re.I)


@Rule(
    code="MB326", name="findings-as-conference", finds="a paper in the Findings under the name of the conference",
    why="The Findings of ACL and EMNLP are a separate publication for papers that the conference did not accept.",
    bad=(f'{_PAPER}container_title_short = "ACL"\nidentifiers = ["acl:2024.findings-acl.694"]',
         f'{_PAPER}container_title = "Findings of the ACL: EMNLP 2023"\ncontainer_title_short = "EMNLP"'),
    good=(f'{_PAPER}container_title_short = "Findings of ACL"\nidentifiers = ["acl:2024.findings-acl.694"]',
          f'{_PAPER}container_title_short = "ACL"\nidentifiers = ["acl:2024.acl-long.571"]',
          f'{_PAPER}container_title_short = "EMNLP"'),
    fix="`moebib fix` writes 'Findings of ACL'.",
).each_work  # fmt: skip
def findings_as_conference(record: Record, _: Context) -> Iterator[Flaw]:
    """According to the full name, or to the ACL Anthology ID."""
    in_findings = _FINDINGS.search(record.container_title) or any(
        identifier.scheme is Scheme.ACL and "findings" in identifier.value for identifier in record.identifiers
    )
    short = record.container_title_short
    if in_findings and short and not _FINDINGS.search(short):
        changes = {"container_title_short": f"Findings of {short}"} if re.fullmatch(r"[A-Z]{3,6}", short) else None
        message = f"a paper in the Findings under the name of the conference: {short!r}"
        yield Flaw(("container_title_short",), message, f"write 'Findings of {short}'", changes)


@Rule(
    code="MB327", name="inconsistent-venue-spelling",
    finds="a venue that differs only in case or punctuation from that of other works",
    why="Tables and searches treat two spellings of a venue as two venues.",
    bad=(_two("container_title_short", "SenSys", "SENSYS"),
         _two("container_title", "Imagined Systems and Machines", "Imagined systems and machines")),
    good=(_two("container_title_short", "SenSys", "MobiSys"), _two("container_title_short", "ICML", "ICML"),
          _two("container_title", "Imagined Systems", "Imagined Machines")),
    fix="Use one of them everywhere; [venues] in moebib.toml applies it to new works.",
).whole_list  # fmt: skip
def inconsistent_venue_spelling(context: Context) -> Iterator[tuple[str, Flaw]]:
    """The usual spelling is the most frequent one."""
    for field in _FIELDS:
        groups: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for record in context.records:
            if venue := getattr(record, field):
                groups["".join(words_of(venue))].setdefault(venue, []).append(record.id)
        for key, usual, message in unusual_spellings(groups.values()):
            yield key, Flaw((field,), message, f"write {usual!r} everywhere")


@Rule(
    code="MB328", name="inconsistent-journal-abbreviation",
    finds="a journal that is abbreviated here and written out in other works",
    why="Styles print the name as it is, so a reference list contains both forms.",
    bad=(_two("container_title", "J. Imag. Syst.", "Journal of Imagined Systems", _ARTICLE),
         _two("container_title", "Trans. Imagined Comput.", "Transactions on Imagined Computers", _ARTICLE)),
    good=(_two("container_title", "J. Imag. Syst.", "Journal of Dense Machines", _ARTICLE),
          _two("container_title", "Imagined Systems", "Imagined Machines", _ARTICLE),
          _two("container_title", "J. Imag. Syst.", "J. Imag. Syst.", _ARTICLE)),
    fix="Write it in full; the abbreviation belongs in `container_title_short`.", level="note",
).whole_list  # fmt: skip
def inconsistent_journal_abbreviation(context: Context) -> Iterator[tuple[str, Flaw]]:
    """An abbreviation has a full stop, and is shorter than the full name."""
    journals: defaultdict[str, list[str]] = defaultdict(list)
    for record in context.records:
        if record.type == "article-journal" and record.container_title:
            journals[record.container_title].append(record.id)
    for short in [name for name in journals if "." in name]:
        initial = fold(short)[:1]
        full = next((name for name in journals if fold(name)[:1] == initial and "." not in name
                     and len(name) > len(short) and equivalent_venues(short, name)), None)  # fmt: skip
        if full:
            message = f"{short!r} here, but {full!r} in {count_works(len(journals[full]))}"
            field = context.called("container_title_short", "shortjournal")
            hint = f"use one of the two everywhere; the abbreviation belongs in {field}"
            yield from ((key, Flaw(("container_title",), message, hint)) for key in journals[short])

"""Venues: where a work appeared, and not who printed it or which archive has a copy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.records.equivalence import words_of
from moebib.records.identifier import Scheme
from moebib.records.record import Record
from moebib.records.venue import alike_venues, is_archive
from moebib.text.fold import fold

_NO_VENUES = {
    "ieee": "a publisher", "acm": "a publisher", "ieee press": "a publisher", "acm press": "a publisher",
    "springer": "a publisher", "springer nature": "a publisher", "elsevier": "a publisher", "wiley": "a publisher",
    "mdpi": "a publisher", "usenix": "a publisher", "usenix association": "a publisher", "aaai press": "a publisher",
    "mit press": "a publisher", "cambridge university press": "a publisher", "oxford university press": "a publisher",
    "association for computational linguistics": "a publisher", "association for computing machinery": "a publisher",
    "curran associates": "a publisher", "curran associates, inc.": "a publisher", "microsoft": "a company",
    "google": "a company", "meta": "a company", "openai": "a company", "nvidia": "a company", "amazon": "a company",
    "deepmind": "a company", "pmlr": "a series", "proceedings of machine learning research": "a series",
    "lncs": "a series", "lecture notes in computer science": "a series", "ceur-ws": "a series", "lipics": "a series",
    "ceur workshop proceedings": "a series", "openreview": "a site for reviews", "openreview.net": "a site for reviews",
    "researchgate": "a site for copies", "semantic scholar": "a database", "google scholar": "a database",
    "ieee xplore": "a database", "dblp": "a database", "acl anthology": "a database", "github": "a site for code",
    "acm digital library": "a database",
}  # fmt: skip
_FIELDS = ("container_title", "container_title_short")
_YEAR = re.compile(r"(?<![\s,])[\s,]*(?:'\d\d|(?:19|20)\d\d)$")
_WORKSHOP = re.compile(r"\bworkshops?\b", re.I)
_FINDINGS = re.compile(r"\bfindings\b", re.I)
_TYPED = frozenset({"article-journal", "paper-conference", "article-magazine"})


def publisher_for_venue(record: Record, _: Context) -> Iterator[Flaw]:
    """Who printed a work, or where its reviews are, is not where it appeared."""
    for field in _FIELDS:
        venue = getattr(record, field)
        what = _NO_VENUES.get(fold(venue).strip())
        if what and record.type not in ("webpage", "software", "report", "post-weblog", "dataset"):
            hint = "name the conference or journal; the publisher has a field of its own"
            yield Flaw((field,), f"{venue!r} is {what}, not a venue", hint)
            return


def archive_for_journal(record: Record, _: Context) -> Iterator[Flaw]:
    """What is on arXiv alone is a preprint, whatever the service that was asked calls it."""
    if record.type in _TYPED and is_archive(record.container_title):
        preprint = {"type": "article", "genre": "preprint", "container_title": "arXiv"}
        certain = not (record.volume or record.issue or record.page or record.publisher or record.event_title)
        arxiv = any(one.scheme is Scheme.ARXIV for one in record.identifiers)
        message = f"{record.container_title!r} is an archive of preprints, but the type is {record.type}"
        hint = 'a preprint is type "article" with genre "preprint"'
        yield Flaw(("container_title",), message, hint, preprint if certain and arxiv else None)


def alias(record: Record, context: Context) -> Iterator[Flaw]:
    """A spelling for which moebib.toml has another one."""
    known = {fold(spelling): name for spelling, name in context.config.venues.items()}
    for field in _FIELDS:
        venue = getattr(record, field)
        name = known.get(fold(venue))
        if venue and name and name != venue:
            message = f"{venue!r} is called {name!r} in this list"
            yield Flaw((field,), message, f"write {name!r}", {field: name})


def year_in_short_name(record: Record, _: Context) -> Iterator[Flaw]:
    """The year has a field of its own; with it, every year of a conference is another venue."""
    short = record.container_title_short
    bare = _YEAR.sub("", short)
    if bare and bare != short:
        message = f"the short name has the year in it: {short!r}"
        yield Flaw(("container_title_short",), message, f"write {bare!r}", {"container_title_short": bare})


def workshop_as_conference(record: Record, _: Context) -> Iterator[Flaw]:
    """A paper of a workshop is not one of the conference that it was held at ("at ICML", "ICML 2024 Workshops")."""
    full, short = record.container_title or record.event_title, record.container_title_short
    if not short or not _WORKSHOP.search(full) or _WORKSHOP.search(short):
        return
    name = re.escape(short)
    if re.search(rf"(?:\bat|@|\bwith)\s+(?:the\s+)?{name}\b|^{name}\b[^()]*\bworkshops?\b", full, re.I):
        message = f"a workshop ({full!r}) under the name of a conference: {short!r}"
        yield Flaw(("container_title_short",), message, f"write '{short} Workshop', or its own acronym")


def findings_as_conference(record: Record, _: Context) -> Iterator[Flaw]:
    """The Findings of ACL and EMNLP are a publication of their own, for what the conference did not take."""
    in_findings = _FINDINGS.search(record.container_title) or any(
        one.scheme is Scheme.ACL and "findings" in one.value for one in record.identifiers
    )
    short = record.container_title_short
    if in_findings and short and not _FINDINGS.search(short):
        changes = {"container_title_short": f"Findings of {short}"} if re.fullmatch(r"[A-Z]{3,6}", short) else None
        message = f"a paper of the Findings under the name of the conference: {short!r}"
        yield Flaw(("container_title_short",), message, f"write 'Findings of {short}'", changes)


def two_spellings(context: Context) -> Iterator[tuple[str, Flaw]]:
    """A venue that is spelled in two ways is two venues to every table and every search."""
    for field in _FIELDS:
        groups: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for record in context.records:
            if venue := getattr(record, field):
                groups["".join(words_of(venue))].setdefault(venue, []).append(record.id)
        for spellings in groups.values():
            if len(spellings) > 1:
                usual = max(spellings, key=lambda one: len(spellings[one]))
                for other, keys in spellings.items():
                    if other != usual:
                        message = f"{other!r} here, {usual!r} in {_works(len(spellings[usual]))}"
                        yield from ((key, Flaw((field,), message, f"write {usual!r} everywhere")) for key in keys)


def two_names(context: Context) -> Iterator[tuple[str, Flaw]]:
    """A journal in full here and abbreviated there."""
    journals: defaultdict[str, list[str]] = defaultdict(list)
    for record in context.records:
        if record.type == "article-journal" and record.container_title:
            journals[record.container_title].append(record.id)
    short = [name for name in journals if "." in name]
    for name in short:
        initial = fold(name)[:1]
        full = next((one for one in journals if fold(one)[:1] == initial and "." not in one
                     and len(one) > len(name) and alike_venues(name, one)), None)  # fmt: skip
        if full:
            message = f"{name!r} here, {full!r} in {_works(len(journals[full]))}"
            hint = "write one of the two everywhere; the short one has a field, `container_title_short`"
            yield from ((key, Flaw(("container_title",), message, hint)) for key in journals[name])


def _works(number: int) -> str:
    return "one other work" if number == 1 else f"{number} works"


_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'
_ARTICLE = 'type = "article-journal"\ntitle = "Sparse Experts"\n'
_ALIASES = '# moebib.toml\n[venues]\n"SENSYS" = "SenSys"\n# papers/doe2024sparse.toml\n'


def _two(field: str, one: str, other: str, work: str = _PAPER) -> str:
    return f'# papers/doe2024.toml\n{work}{field} = "{one}"\n# papers/roe2024.toml\n{work}{field} = "{other}"'


FAMILY = Family("venues", (
    Rule(
        code="MB321", name="publisher-for-venue",
        finds="a publisher, series, company or database in the place of a conference or journal",
        why="IEEE prints hundreds of conferences, PMLR is a series of proceedings: neither says where a work appeared.",
        bad=(f'{_PAPER}container_title_short = "PMLR"', f'{_PAPER}container_title = "OpenReview"',
             f'{_ARTICLE}container_title_short = "IEEE"',
             f'{_PAPER}container_title = "Lecture Notes in Computer Science"'),
        good=(f'{_PAPER}container_title_short = "ICML"\npublisher = "PMLR"',
              f'{_ARTICLE}container_title = "IEEE Transactions on Imagined Systems"',
              'type = "report"\ntitle = "Experts"\ncontainer_title_short = "Microsoft"'),
        fix="Name the conference or journal; `moebib update KEY` asks the services that know it.",
        check_work=publisher_for_venue,
    ),
    Rule(
        code="MB322", name="archive-for-journal", finds="an article or paper whose journal is arXiv or CoRR",
        why="arXiv takes everything: a preprint that looks like an article claims a review that there was not.",
        bad=(f'{_ARTICLE}container_title = "CoRR"\nidentifiers = ["arxiv:2401.01234"]',
             f'{_ARTICLE}container_title = "arXiv preprint arXiv:2401.01234"'),
        good=(f'{_ARTICLE}container_title = "Journal of Imagined Systems"\nidentifiers = ["arxiv:2401.01234"]',
              'type = "article"\ngenre = "preprint"\ntitle = "Experts"\ncontainer_title = "arXiv"',
              f'{_PAPER}container_title = "Archives of Imagined Systems"'),
        fix="`moebib fix` makes it a preprint where it has an arXiv ID and nothing of a journal.",
        check_work=archive_for_journal,
    ),
    Rule(
        code="MB323", name="venue-alias", finds="a spelling of a venue for which moebib.toml has another one",
        why="A venue that is spelled in two ways is two venues to every table and every search.",
        bad=(f'{_ALIASES}{_PAPER}container_title_short = "SENSYS"',
             f'{_ALIASES}{_PAPER}container_title_short = "Sensys"'),
        good=(f'{_ALIASES}{_PAPER}container_title_short = "SenSys"', f'{_PAPER}container_title_short = "SENSYS"',
              f'{_ALIASES}{_PAPER}container_title_short = "MobiSys"'),
        fix="`moebib fix` writes the name of moebib.toml.", check_work=alias,
    ),
    Rule(
        code="MB324", name="year-in-short-name", finds="a short name of a venue with the year in it",
        why="The year has a field of its own; with it, every year of a conference is another venue.",
        bad=(f'{_PAPER}container_title_short = "ICML 2024"', f'{_PAPER}container_title_short = "ICML\'24"'),
        good=(f'{_PAPER}container_title_short = "ICML"', f'{_PAPER}container_title_short = "INTERACT1850"',
              f'{_PAPER}container_title = "Proceedings of ICML 2024"'),
        fix="`moebib fix` takes it out.", check_work=year_in_short_name,
    ),
    Rule(
        code="MB325", name="workshop-as-conference", finds="a paper of a workshop under the name of the conference",
        why="A workshop at a conference takes other papers, and far more of them.",
        bad=(f'{_PAPER}container_title = "Workshop on Invented Things at ICML 2024"\ncontainer_title_short = "ICML"',
             f'{_PAPER}container_title = "NeurIPS 2023 Workshops"\ncontainer_title_short = "NeurIPS"'),
        good=(f'{_PAPER}container_title = "NeurIPS 2023 Workshops"\ncontainer_title_short = "NeurIPS Workshop"',
              f'{_PAPER}container_title = "Workshop on Imagined Systems (HotIS)"\ncontainer_title_short = "HotIS"',
              f'{_PAPER}container_title = "Proceedings of ICML"\ncontainer_title_short = "ICML"'),
        fix="Write 'ICML Workshop', or the workshop's own acronym.", check_work=workshop_as_conference,
    ),
    Rule(
        code="MB326", name="findings-as-conference", finds="a paper of the Findings under the name of the conference",
        why="The Findings are a publication of their own for papers that the conference itself did not take.",
        bad=(f'{_PAPER}container_title_short = "ACL"\nidentifiers = ["acl:2024.findings-acl.694"]',
             f'{_PAPER}container_title = "Findings of the ACL: EMNLP 2023"\ncontainer_title_short = "EMNLP"'),
        good=(f'{_PAPER}container_title_short = "Findings of ACL"\nidentifiers = ["acl:2024.findings-acl.694"]',
              f'{_PAPER}container_title_short = "ACL"\nidentifiers = ["acl:2024.acl-long.571"]',
              f'{_PAPER}container_title_short = "EMNLP"'),
        fix="`moebib fix` writes 'Findings of ACL'.", check_work=findings_as_conference,
    ),
    Rule(
        code="MB327", name="venue-spelled-two-ways",
        finds="a venue that is spelled with other capitals or marks elsewhere",
        why="A venue that is spelled in two ways is two venues to every table and every search.",
        bad=(_two("container_title_short", "SenSys", "SENSYS"),
             _two("container_title", "Imagined Systems and Machines", "Imagined systems and machines")),
        good=(_two("container_title_short", "SenSys", "MobiSys"), _two("container_title_short", "ICML", "ICML"),
              _two("container_title", "Imagined Systems", "Imagined Machines")),
        fix="Write one of them everywhere; [venues] in moebib.toml holds it for what comes later.",
        check_list=two_spellings,
    ),
    Rule(
        code="MB328", name="journal-in-full-and-short",
        finds="a journal that is abbreviated here and written out elsewhere",
        why="Styles print what they get: the reference list is half the one and half the other.",
        bad=(_two("container_title", "J. Imag. Syst.", "Journal of Imagined Systems", _ARTICLE),
             _two("container_title", "Trans. Imagined Comput.", "Transactions on Imagined Computers", _ARTICLE)),
        good=(_two("container_title", "J. Imag. Syst.", "Journal of Dense Machines", _ARTICLE),
              _two("container_title", "Imagined Systems", "Imagined Machines", _ARTICLE),
              _two("container_title", "J. Imag. Syst.", "J. Imag. Syst.", _ARTICLE)),
        fix="Write it in full; the short form goes to `container_title_short`.", check_list=two_names, level="note",
    ),
))  # fmt: skip

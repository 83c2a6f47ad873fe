"""State: what became of a work since its entry was written, as far as the entry itself can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.records.identifier import Scheme
from moebib.records.record import Record

_OLD = 730
"""Days after which what a service said may have changed: preprints get published, links move."""
_ACCEPTED = re.compile(
    r"\b(?:accepted (?:at|by|to|for|in)|to appear (?:in|at)|published (?:in|at|as)|camera[- ]ready|"
    r"presented at|appears? in)\b\s*(?:the\s+)?([^.;,()]{2,80})", re.I
)  # fmt: skip
_ASSIGN_DOIS = re.compile(
    r"\b(?:ACM|IEEE|Springer|Elsevier|Wiley|SIAM|Nature|MDPI|Association for Computing Machinery|"
    r"Association for Computational Linguistics|Institute of Electrical)\b"
)


def published(record: Record, _: Context) -> Iterator[Flaw]:
    """A preprint of which the entry itself says that it has been published."""
    if not record.is_preprint:
        return
    hint = "`moebib update` looks for the publication, and keeps the preprint as a version"
    for i, version in enumerate(record.versions):
        if version.genre != "preprint" and version.type in ("article-journal", "paper-conference"):
            where = version.container_title or version.type
            yield Flaw(("versions", i), f"a preprint that has been published: {where}", hint)
            return
    for field in ("note", "comment", "comments", "journal_ref", "annote"):
        text = record.note if field == "note" else record.extra.get(field, "")
        if (found := _ACCEPTED.search(text)) or (field == "journal_ref" and text):
            path = ("note",) if field == "note" else ("extra", field)
            yield Flaw(path, f"a preprint that has been published: {found[0].strip() if found else text}", hint)
            return


def bad_end(record: Record, _: Context) -> Iterator[Flaw]:
    """A work that was taken back."""
    title = re.match(r"\W*(?:retracted|withdrawn|retraction)\b(?: article| paper)?\s*[:\]]", record.title, re.I)
    if record.status and record.status.kind in ("retracted", "withdrawn"):
        yield Flaw(("status",), f"the work was {record.status.kind}", "cite it only to say so")
    elif title:
        yield Flaw(("title",), f"the title says that the work was taken back: {title[0].strip()}", "set its `status`")


def without_doi(record: Record, _: Context) -> Iterator[Flaw]:
    """A publication of somebody who gives every work a DOI."""
    own = {one.scheme for one in record.identifiers}
    if record.type in ("article-journal", "paper-conference") and not own & {Scheme.DOI, Scheme.ACL}:
        where = record.publisher or record.container_title
        if _ASSIGN_DOIS.search(where) and record.issued and record.issued.year > 2000:
            yield Flaw(
                ("identifiers",), f"no DOI, though {where!r} gives one to every work", "`moebib update` finds it"
            )


def stale(record: Record, context: Context) -> Iterator[Flaw]:
    """What was fetched long ago."""
    dates = [origin.date for origin in record.origin.values()]
    if dates and (age := (context.today - max(dates)).days) > _OLD:
        message = f"nothing was fetched for {age // 365} years (since {max(dates)})"
        yield Flaw(("origin",), message, "`moebib update` asks again")


def locked(record: Record, _: Context) -> Iterator[Flaw]:
    """A field that a person changed after it was fetched: no update will touch it."""
    if not record.origin:
        return
    data = record.model_dump(mode="json", exclude_defaults=True, include=set(record.origin))
    for field, origin in record.origin.items():
        if field in data and not origin.fits(data[field]):
            message = f"{field!r} is not as {origin.source} had it on {origin.date}: somebody changed it"
            yield Flaw(
                ("origin", field), message, "`moebib why` shows both; remove the line if the change is meant to stay"
            )


_PREPRINT = 'type = "article"\ngenre = "preprint"\ntitle = "Sparse Experts"\n'
_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\nissued = "2024"\n'

FAMILY = Family("state", (
    Rule(
        code="MB421", name="published-preprint", finds="a preprint of which the entry says that it has been published",
        why="The published version is the one to cite: it was reviewed, and it stays.",
        bad=(f'{_PREPRINT}note = "Accepted at Imagined Systems 2024"',
             f'{_PREPRINT}[[versions]]\ntype = "paper-conference"\ncontainer_title = "Imagined Systems"',
             f'{_PREPRINT}[extra]\njournal_ref = "Imagined Systems 12 (2024)"'),
        good=(_PREPRINT, f'{_PREPRINT}note = "12 pages, 3 figures"', f'{_PAPER}note = "Presented at Imagined Systems"'),
        fix="`moebib update KEY` puts the publication first and keeps the preprint as a version.", check_work=published,
    ),
    Rule(
        code="MB422", name="taken-back", finds="a work that was retracted or withdrawn",
        why="Who cites it should know, and say so.",
        bad=(f'{_PAPER}[status]\nkind = "retracted"', f'{_PREPRINT}[status]\nkind = "withdrawn"',
             'type = "article-journal"\ntitle = "RETRACTED: Sparse Experts"'),
        good=(_PAPER, f'{_PAPER}[status]\nkind = "corrected"', 'type = "book"\ntitle = "Withdrawn Experts"'),
        fix="Take it out of the list, or ignore the rule with a reason.", check_work=bad_end, level="error",
    ),
    Rule(
        code="MB424", name="doi-missing",
        finds="a publication without a DOI, of a publisher who gives one to every work",
        why="The DOI is the link that stays. It is a note: it may be a paper of long ago.",
        bad=(f'{_PAPER}publisher = "Association for Computing Machinery"',
             'type = "article-journal"\ntitle = "Experts"\nissued = "2020"\ncontainer_title = "IEEE Imagined Systems"'),
        good=(f'{_PAPER}publisher = "ACM"\nidentifiers = ["doi:10.1145/1234567.1234568"]',
              f'{_PAPER}publisher = "Example Press"', f'{_PREPRINT}publisher = "ACM"'),
        fix="`moebib update KEY` finds it.", check_work=without_doi, level="note",
    ),
    Rule(
        code="MB425", name="not-updated-for-long", finds="an entry of which nothing was fetched for two years",
        why="Preprints are published, links move, works are retracted.",
        bad=(f'{_PAPER}[origin]\ntitle = "crossref 2023-01-01 5f0c2a91"',
             f'{_PREPRINT}[origin]\ntitle = "arxiv 2020-05-01 5f0c2a91"'),
        good=(f'{_PAPER}[origin]\ntitle = "crossref 2026-01-01 5f0c2a91"', _PAPER,
              f'{_PAPER}[origin]\ntitle = "crossref 2020-01-01 5f0c2a91"\nissued = "crossref 2026-11-01 5f0c2a91"'),
        fix="`moebib update KEY` asks again.", check_work=stale, level="note", on="list",
    ),
    Rule(
        code="MB426", name="changed-after-fetching", finds="a field that is not as it was fetched",
        why="It is locked: updates leave it alone. It is a note, so that a slip of the pen is not kept for ever.",
        bad=(f'{_PAPER}[origin]\ntitle = "crossref 2026-01-01 00000000"',
             f'{_PAPER}[origin]\nissued = "crossref 2026-01-01 00000000"'),
        good=(_PAPER, f'{_PAPER}[origin]\nvolume = "crossref 2026-01-01 00000000"',
              'type = "book"\ntitle = "Experts"\nissued = "2024"\n[origin]\ntitle = "crossref 2026-01-01 5e149f73"'),
        fix="`moebib why KEY` shows both values.", check_work=locked, level="note", on="list",
    ),
    Rule(
        code="MB427", name="taken-back-since", finds="a work that was retracted or withdrawn, as a service says",
        why="Nothing in the entry says so, and its readers should know.",
        bad=(f"# retracted in the meantime\n{_PAPER}", f"# withdrawn in the meantime\n{_PREPRINT}"),
        good=(f'{_PAPER}[status]\nkind = "retracted"', _PAPER, _PREPRINT),
        fix="`moebib update KEY` writes it into the entry; take the work out of the list, or say why it is there.",
        level="error", option="--online",
    ),
    Rule(
        code="MB428", name="published-since", finds="a preprint that has been published, as a service says",
        why="The published version is the one to cite: it was reviewed, and it stays.",
        bad=(f'# published in the meantime\n{_PREPRINT}identifiers = ["arxiv:2401.01234"]',
             "@misc{a, title={Sparse Experts}, eprint={2401.01234}, archiveprefix={arXiv}, note={published since}}"),
        good=(_PAPER, f'{_PREPRINT}identifiers = ["arxiv:2401.01235"]',
              f'{_PAPER}[[versions]]\ngenre = "preprint"\nidentifiers = ["arxiv:2401.01234"]'),
        fix="`moebib update KEY` puts the publication first and keeps the preprint as a version.", option="--online",
    ),
    Rule(
        code="MB429", name="contradicted-lock", finds="a field changed by hand that services tell otherwise",
        why="No update touches it. It is a note: whoever changed it may know better.",
        bad=(f'{_PAPER}identifiers = ["doi:10.5555/1"]\n[origin]\ntitle = "crossref 2026-01-01 00000000"',
             f'{_PAPER}identifiers = ["doi:10.5555/1"]\n[origin]\nissued = "crossref 2026-01-01 00000000"'),
        good=(_PAPER, f'{_PAPER}identifiers = ["doi:10.5555/1"]',
              'type = "book"\ntitle = "Experts"\n[origin]\ntitle = "crossref 2026-01-01 5e149f73"'),
        fix="`moebib why KEY` shows all values; to take theirs, delete the field and run `moebib update KEY`.",
        level="note", on="list", option="--online",
    ),
))  # fmt: skip

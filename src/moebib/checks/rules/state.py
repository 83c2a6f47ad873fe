"""State: whether a work was published or retracted, and an entry changed, since the entry was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.records.identifier import Scheme
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.markup import plain

_PREPRINT = 'type = "article"\ngenre = "preprint"\ntitle = "Sparse Experts"\n'
_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\nissued = "2024"\n'


def _fetched(digest: str = "5f0c2a91", **dates: str) -> str:
    """The origins in an example: for each field the day on which it was fetched."""
    origin = '{field} = {{ source = "crossref", date = "{date}", digest = "{digest}" }}'
    return "\n".join(
        ["[origin]", *(origin.format(field=field, date=date, digest=digest) for field, date in dates.items())]
    )


_ACCEPTED = re.compile(
    r"\b(?:accepted (?:at|by|to|for|in)|to appear (?:in|at)|published (?:in|at|as)|camera[- ]ready|"
    r"presented at|appears? in)\b\s*(?:the\s+)?([^.;,()]{2,80})", re.I
)  # fmt: skip


@Rule(
    code="MB421", name="published-preprint", finds="a preprint that has been published, according to its entry",
    why="The published version is the one to cite: it was reviewed, and it will not change.",
    bad=(f'{_PREPRINT}note = "Accepted at Imagined Systems 2024"',
         f'{_PREPRINT}[[versions]]\ntype = "paper-conference"\ncontainer_title = "Imagined Systems"',
         f'{_PREPRINT}[extra]\njournal_ref = "Imagined Systems 12 (2024)"'),
    good=(_PREPRINT, f'{_PREPRINT}note = "12 pages, 3 figures"', f'{_PAPER}note = "Presented at Imagined Systems"',
          f'{_PREPRINT}[[versions]]\ntype = "paper-conference"\ncontainer_title_short = "IS"\n'
          '[versions.status]\nkind = "accepted"'),
    fix="`moebib update KEY` puts the publication first and keeps the preprint as a version.",
).each_work  # fmt: skip
def published_preprint(record: Record, _: Context) -> Iterator[Flaw]:
    """At most one flaw per work: a published version, unless it is still to appear, or a note that says so."""
    if not record.is_preprint:
        return
    hint = "`moebib update` looks for the publication, and keeps the preprint as a version"
    for number, version in enumerate(record.versions):
        is_to_appear = version.status is not None and version.status.kind == "accepted"
        if version.type in ("article-journal", "paper-conference") and version.genre != "preprint" and not is_to_appear:
            where = version.container_title or version.type
            yield Flaw(("versions", number), f"a preprint that has been published: {where}", hint)
            return
    for field in ("note", "comment", "comments", "journal_ref", "annote"):
        text = record.note if field == "note" else record.extra.get(field, "")
        if (match := _ACCEPTED.search(text)) or (field == "journal_ref" and text):
            path = ("note",) if field == "note" else ("extra", field)
            yield Flaw(path, f"a preprint that has been published: {match[0].strip() if match else text}", hint)
            return


@Rule(
    code="MB422", name="retracted", finds="a work that was retracted or withdrawn",
    why="Readers should know, and anyone who cites it should say so.",
    bad=(f'{_PAPER}[status]\nkind = "retracted"', f'{_PREPRINT}[status]\nkind = "withdrawn"',
         'type = "article-journal"\ntitle = "RETRACTED: Sparse Experts"'),
    good=(_PAPER, f'{_PAPER}[status]\nkind = "corrected"', 'type = "book"\ntitle = "Withdrawn Experts"'),
    fix="Remove it from the list, or suppress the rule with a reason.", level="error",
).each_work  # fmt: skip
def retracted(record: Record, _: Context) -> Iterator[Flaw]:
    """According to `status`, or to the title."""
    title = re.match(r"\W*(?:retracted|withdrawn|retraction)\b(?: article| paper)?\s*[:\]]", plain(record.title), re.I)
    if record.status and record.status.kind in ("retracted", "withdrawn"):
        yield Flaw(("status",), f"the work was {record.status.kind}", "cite it only to say so")
    elif title:
        yield Flaw(
            ("title",), f"retracted or withdrawn, according to the title: {title[0].strip()}", "set its `status`"
        )


_REGISTRANTS = re.compile(
    r"\b(?:ACM|IEEE|Springer|Elsevier|Wiley|SIAM|Nature|MDPI|Association for Computing Machinery|"
    r"Association for Computational Linguistics|Institute of Electrical)\b"
)


@Rule(
    code="MB424", name="missing-doi", finds="a publication without a DOI whose publisher registers one for every work",
    why="A DOI is the link that lasts. This is a note, because older papers may have none.",
    bad=(f'{_PAPER}publisher = "Association for Computing Machinery"',
         'type = "article-journal"\ntitle = "Experts"\nissued = "2020"\ncontainer_title = "IEEE Imagined Systems"'),
    good=(f'{_PAPER}publisher = "ACM"\nidentifiers = ["doi:10.1145/1234567.1234568"]',
          f'{_PAPER}publisher = "Example Press"', f'{_PREPRINT}publisher = "ACM"'),
    fix="`moebib update KEY` finds it.", level="note",
).each_work  # fmt: skip
def missing_doi(record: Record, _: Context) -> Iterator[Flaw]:
    """An ACL Anthology ID is as good."""
    schemes = {identifier.scheme for identifier in record.identifiers}
    if record.type in ("article-journal", "paper-conference") and not schemes & {Scheme.DOI, Scheme.ACL}:
        where = record.publisher or record.container_title
        if _REGISTRANTS.search(where) and record.issued and record.issued.year > 2000:
            message = f"missing DOI, although {where!r} registers one for every work"
            yield Flaw(("identifiers",), message, "`moebib update` finds it")


_OLD = 730
"""Days after which a response may be outdated: preprints are published, links move."""


@Rule(
    code="MB425", name="outdated-entry", finds="an entry that was not updated for two years",
    why="Preprints are published, links move, works are retracted.",
    bad=(_PAPER + _fetched(title="2023-01-01"),
         _PREPRINT + _fetched(title="2020-05-01")),
    good=(_PAPER + _fetched(title="2026-01-01"), _PAPER,
          _PAPER + _fetched(title="2020-01-01", issued="2026-11-01")),
    fix="Run `moebib update KEY`.", level="note", on="list",
).each_work  # fmt: skip
def outdated_entry(record: Record, context: Context) -> Iterator[Flaw]:
    """The latest date of all fetched fields counts."""
    dates = [origin.date for origin in record.origin.values()]
    if dates and (age := (context.today - max(dates)).days) > _OLD:
        message = f"not updated for {age // 365} years (since {max(dates)})"
        yield Flaw(("origin",), message, "run `moebib update`")


@Rule(
    code="MB426", name="field-modified", finds="a field that was modified after it was fetched",
    why="The field is locked: updates do not change it. This is a note, so that a mistake is not locked for ever.",
    bad=(_PAPER + _fetched(title="2026-01-01", digest="00000000"),
         _PAPER + _fetched(issued="2026-01-01", digest="00000000"),
         f'{_PAPER}[[versions]]\nissued = "2023"\n[versions.{_fetched(issued="2026-01-01", digest="00000000")[1:]}'),
    good=(_PAPER, _PAPER + _fetched(volume="2026-01-01", digest="00000000"),
          'type = "book"\ntitle = "Experts"\nissued = "2024"\n' + _fetched(title="2026-01-01", digest="5e149f73"),
          f'{_PAPER}[origin]\ntitle = {{ source = "https://example.org", date = "2026-01-01" }}'),
    fix="`moebib why KEY` shows both values of a work's field. If the change is intended, remove the line of the field "
        "from [origin].",
    level="note", on="list",
).each_work  # fmt: skip
def field_modified(record: Record, _: Context) -> Iterator[Flaw]:
    """A field whose digest in `origin` does not fit its value, also in a version. A person's own has no digest."""
    publications: list[tuple[FieldPath, Record | Version]] = [((), record)]
    publications += ((("versions", number), version) for number, version in enumerate(record.versions))
    for path, publication in publications:
        if not publication.origin:
            continue
        data = publication.model_dump(mode="json", exclude_defaults=True, include=set(publication.origin))
        for field, origin in publication.origin.items():
            if field in data and origin.digest and not origin.fits(data[field]):
                message = f"{field!r} was modified after it was fetched from {origin.source} on {origin.date}"
                hint = "remove this line if the change is intended"
                hint = hint if path else f"`moebib why` shows both values; {hint}"
                yield Flaw((*path, "origin", field), message, hint)


RETRACTION_NOT_RECORDED = Rule(
    code="MB427", name="retraction-not-recorded",
    finds="a work that was retracted or withdrawn, according to a service, but not to its entry",
    why="Readers of the entry should know.",
    bad=(f"# retracted in the meantime\n{_PAPER}", f"# withdrawn in the meantime\n{_PREPRINT}"),
    good=(f'{_PAPER}[status]\nkind = "retracted"', _PAPER, _PREPRINT),
    fix="`moebib update KEY` records it in the entry. Remove the work from the list, or give the reason to keep it.",
    level="error", option="--online",
)  # fmt: skip
PUBLICATION_NOT_RECORDED = Rule(
    code="MB428", name="publication-not-recorded", finds="a preprint that has been published, according to a service",
    why="The published version is the one to cite: it was reviewed, and it will not change.",
    bad=(f'# published in the meantime\n{_PREPRINT}identifiers = ["arxiv:2401.01234"]',
         "@misc{a, title={Sparse Experts}, eprint={2401.01234}, archiveprefix={arXiv}, note={published since}}"),
    good=(_PAPER, f'{_PREPRINT}identifiers = ["arxiv:2401.01235"]',
          f'{_PAPER}[[versions]]\ngenre = "preprint"\nidentifiers = ["arxiv:2401.01234"]'),
    fix="`moebib update KEY` puts the publication first and keeps the preprint as a version.", option="--online",
)  # fmt: skip
LOCKED_FIELD_DISAGREES = Rule(
    code="MB429", name="locked-field-disagrees", finds="a modified field that services disagree with",
    why="Updates do not change it. This is a note, because the modified value may be the right one.",
    bad=(f'{_PAPER}identifiers = ["doi:10.5555/1"]\n' + _fetched(title="2026-01-01", digest="00000000"),
         f'{_PAPER}identifiers = ["doi:10.5555/1"]\n' + _fetched(issued="2026-01-01", digest="00000000")),
    good=(_PAPER, f'{_PAPER}identifiers = ["doi:10.5555/1"]',
          'type = "book"\ntitle = "Experts"\n' + _fetched(title="2026-01-01", digest="5e149f73")),
    fix="`moebib why KEY` shows all values; to use theirs, delete the field and run `moebib update KEY`.",
    level="note", on="list", option="--online",
)  # fmt: skip

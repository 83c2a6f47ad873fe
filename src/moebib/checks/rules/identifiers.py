"""Identifiers: each belongs to one work, is in its own field, and is right to the last digit.

What is not an identifier at all is reported when an entry (MB006) or a .bib file (MB122) is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.errors import InputError
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.publication import Version
from moebib.records.record import Record

_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'
_DOI_LINE = 'identifiers = ["doi:10.1145/1234567.1234568"]\n'


@Rule(
    code="MB341", name="duplicate-identifier", finds="an identifier that two works have",
    why="Either one of the two is wrong, or they are the same work, listed twice.",
    bad=(f"# papers/doe2024.toml\n{_PAPER}{_DOI_LINE}# papers/roe2024.toml\n{_PAPER}{_DOI_LINE}",
         "@misc{a, title={Experts}, doi={10.1145/1234567.1234568}}\n"
         "@misc{b, title={Routers}, doi={10.1145/1234567.1234568}}"),
    good=(f"# papers/doe2024.toml\n{_PAPER}{_DOI_LINE}# papers/roe2024.toml\n{_PAPER}",
          f'# papers/doe2024.toml\n{_PAPER}identifiers = ["isbn:9780306406157"]\n'
          f'# papers/roe2024.toml\n{_PAPER}identifiers = ["isbn:9780306406157"]', f"{_PAPER}{_DOI_LINE}"),
    fix="`moebib dedupe` compares the two.", level="error",
).whole_list  # fmt: skip
def duplicate_identifier(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Not those of a volume, such as ISBNs, which many papers share."""
    for identifier, (first, *duplicates) in context.by_identifier.items():
        for record in duplicates:
            message = f"{identifier} is also an identifier of {first.id!r}"
            hint = "`moebib dedupe` compares the two works" if context.is_list else "remove one, or correct it"
            yield record.id, Flaw(("identifiers",), message, hint)


_DOI_URL = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.I)


@Rule(
    code="MB342", name="doi-in-url", finds="a DOI that is given as a URL only",
    why="Each style prints DOIs in its own way, and services look works up by DOI, not by URL.",
    bad=(f'{_PAPER}url = "https://doi.org/10.1145/1234567.1234568"',
         "@misc{a, title={Experts}, url={http://dx.doi.org/10.1145/1234567.1234568}}"),
    good=(f"{_PAPER}{_DOI_LINE}", f'{_PAPER}url = "https://example.org/10.1145/1234567"',
          "@misc{a, title={Experts}, doi={10.1145/1234567.1234568}, url={https://doi.org/10.1145/1234567.1234568}}"),
    fix="`moebib fix` turns it into an identifier in lists of moebib; in a .bib file, move it to `doi`.",
).each_work  # fmt: skip
def doi_in_url(record: Record, context: Context) -> Iterator[Flaw]:
    """A .bib file may have the URL in addition to `doi`."""
    fields = context.bib_fields.get(record.id, {})
    url = record.url or fields.get("url", "")
    match = _DOI_URL.search(url)
    if not match or "doi" in fields:
        return
    try:
        doi = parse_identifier(f"doi:{match[1]}")
    except InputError:
        return
    identifiers = record.identifiers if doi in record.identifiers else (*record.identifiers, doi)
    changes = {"url": None, "identifiers": identifiers} if record.url else None
    yield Flaw(("url",), f"a DOI given as a URL: {url}", f"write it as the DOI {doi.value}", changes)


_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.I)


@Rule(
    code="MB343", name="arxiv-doi-and-eprint", finds="a DOI of arXiv in addition to the eprint that it is made of",
    why="It adds nothing, and takes the place of the publisher's DOI.",
    bad=("@misc{a, title={Experts}, doi={10.48550/arXiv.2401.01234}, eprint={2401.01234}, archiveprefix={arXiv}}",
         "@misc{a, title={Experts}, doi={https://doi.org/10.48550/ARXIV.2401.01234}, eprint={2401.01234}}"),
    good=("@misc{a, title={Experts}, eprint={2401.01234}, archiveprefix={arXiv}}",
          "@misc{a, title={Experts}, doi={10.1145/1234567.1234568}, eprint={2401.01234}, archiveprefix={arXiv}}",
          "@misc{a, title={Experts}, doi={10.48550/arXiv.2401.01234}}"),
    fix="Remove the DOI, or replace it with the publisher's.",
).each_work  # fmt: skip
def arxiv_doi_and_eprint(record: Record, context: Context) -> Iterator[Flaw]:
    """In an entry of moebib, the two are the same identifier."""
    fields = context.bib_fields.get(record.id, {})
    if _ARXIV_DOI.search(fields.get("doi", "")) and "eprint" in fields:
        yield Flaw(("identifiers",), f"the DOI repeats the eprint: {fields['doi']}", "remove the DOI")


_BEFORE_DOI = re.compile(
    r"\s*(?:https?://(?:dx\.|www\.)?doi\.org/|(?:dx\.)?doi\.org/|doi(?::|\s))\s*(10\.\d{4,9}/[^\s{}\\%?#]+)\s*", re.I
)
_VERSIONED = re.compile(r"^(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})v\d+$", re.I)


@Rule(
    code="MB344", name="versioned-arxiv-id", finds="an arXiv ID with a version number",
    why="Readers get an old version. This is a note, because it may be the version that is meant.",
    bad=("@misc{a, title={Experts}, eprint={2401.01234v2}, archiveprefix={arXiv}}",
         "@misc{a, title={Experts}, eprint={hep-th/9901001v3}, archiveprefix={arXiv}}"),
    good=("@misc{a, title={Experts}, eprint={2401.01234}, archiveprefix={arXiv}}",
          f'{_PAPER}identifiers = ["arxiv:2401.01234"]', _PAPER),
    fix="Remove the version number, unless that version is meant.", level="note",
).each_work  # fmt: skip
def versioned_arxiv_id(record: Record, context: Context) -> Iterator[Flaw]:
    """In the field of a .bib file or in the identifier."""
    eprint = context.bib_fields.get(record.id, {}).get("eprint", "").strip()
    arxiv = (identifier for identifier in record.identifiers if identifier.scheme is Scheme.ARXIV)
    versioned = next((identifier for identifier in arxiv if identifier.version), None)
    if _VERSIONED.match(eprint) or versioned:
        shown = eprint or f"{versioned}v{versioned.version if versioned else ''}"
        hint = "remove the version number, unless that version is meant"
        yield Flaw(("identifiers",), f"an arXiv ID with a version number: {shown}", hint)


@Rule(
    code="MB345", name="url-as-doi", finds="a DOI field of a .bib file that contains a URL",
    why="Styles print `https://doi.org/` before the DOI, so the link contains it twice and is dead.",
    bad=("@misc{a, title={Experts}, doi={https://doi.org/10.1145/1234567.1234568}}",
         "@misc{a, title={Experts}, doi={doi:10.1145/1234567.1234568}}"),
    good=("@misc{a, title={Experts}, doi={10.1145/1234567.1234568}}", f"{_PAPER}{_DOI_LINE}",
          "@misc{a, title={Experts}, url={https://example.org/}}"),
    fix="`moebib fix` removes everything before '10.'.",
).each_work  # fmt: skip
def url_as_doi(record: Record, context: Context) -> Iterator[Flaw]:
    """Also "doi:" before the DOI."""
    value = context.bib_fields.get(record.id, {}).get("doi", "")
    if re.match(r"\s*(?:https?:|(?:dx\.)?doi\.org|doi[:\s])", value, re.I):
        bare = _BEFORE_DOI.fullmatch(value)
        written = {"doi": bare[1]} if bare else None
        message, hint = f"a URL in place of a DOI: {value}", "remove everything before '10.'"
        yield Flaw(("identifiers",), message, hint, written=written)


@Rule(
    code="MB491", name="doi-ends-with-period", finds="a DOI that ends with a full stop or a comma",
    why="It was copied with the punctuation after it, so the link is dead. This is a note, because a few DOIs end so.",
    bad=("@misc{a, title={Experts}, doi={10.1145/1234567.1234568.}}",
         "@misc{a, title={Experts}, doi={https://doi.org/10.1145/1234567.1234568,}}"),
    good=("@misc{a, title={Experts}, doi={10.1145/1234567.1234568}}", f"{_PAPER}{_DOI_LINE}"),
    fix="Remove it if the DOI leads nowhere with it.", level="note",
).each_work  # fmt: skip
def doi_ends_with_period(record: Record, context: Context) -> Iterator[Flaw]:
    """As it is written in a .bib file, or in the identifier."""
    dois = [identifier.value for identifier in record.identifiers if identifier.scheme is Scheme.DOI]
    written = context.bib_fields.get(record.id, {}).get("doi", "").strip()
    for doi in dict.fromkeys([written] if written else dois):
        if doi.endswith((".", ",", ";")):
            yield Flaw(("identifiers",), f"a DOI that ends with {doi[-1]!r}: {doi}", "check the DOI without it")


_ORCID = re.compile(r"(?<!\d)(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])(?!\d)")


@Rule(
    code="MB346", name="invalid-orcid", finds="an ORCID iD with a wrong check digit",
    why="It belongs to someone else, or to no one.",
    bad=(f'{_PAPER}[extra]\norcid = "0000-0002-1825-0098"',
         f'{_PAPER}[extra]\nnote-orcid = "https://orcid.org/0000-0002-1825-0090"'),
    good=(f'{_PAPER}[extra]\norcid = "0000-0002-1825-0097"', f'{_PAPER}[extra]\nserial = "0000-0002-1825-0098"',
          f'{_PAPER}[extra]\norcid = "unknown"'),
    fix="Look it up.", level="error",
).each_work  # fmt: skip
def invalid_orcid(record: Record, _: Context) -> Iterator[Flaw]:
    """The last digit is computed from the others (ISO 7064, MOD 11-2)."""
    for name, value in record.extra.items():
        for match in _ORCID.finditer(value):
            digits = match[1].replace("-", "").upper()
            if not _is_mod_11_2(digits) and ("orcid" in name.lower() or "orcid" in value.lower()):
                yield Flaw(("extra", name), f"wrong check digit in the ORCID iD {match[1]}", "correct it")


def _is_mod_11_2(digits: str) -> bool:
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


IDENTIFIER_OF_ANOTHER_WORK = Rule(
    code="MB347", name="identifier-of-another-work", finds="an identifier that belongs to a work with another title",
    why="A digit was mistyped or a line copied, so readers who follow the identifier find another paper. Or the entry "
        "has a nickname in place of the title.",
    bad=('type = "article"\ntitle = "Sparse Experts"\n# this is the ID of "Dense Routers on One GPU"\n'
         'identifiers = ["arxiv:2401.01235"]',
         '@article{hydra, title={HydraMoE}, note={the ID is of "Hydra: Sparse Experts at Scale"}, '
         "eprint={2401.01234}, archiveprefix={arXiv}}"),
    good=('type = "article"\ntitle = "Dense Routers on One GPU"\nidentifiers = ["arxiv:2401.01235"]',
          'type = "paper-conference"\ntitle = "Sparse Experts at Scale"\naliases = ["Hydra: Sparse Experts"]\n'
          'identifiers = ["arxiv:2401.01234"]', _PAPER),
    fix="Correct the identifier, or the title. A former title of the work belongs in `aliases`, or in the preprint "
        "under `versions`.",
    level="error", option="--online",
)  # fmt: skip
UNKNOWN_IDENTIFIER = Rule(
    code="MB348", name="unknown-identifier", finds="an identifier that no service knows",
    why="A digit is wrong, or it was never registered, so the link is dead. This is only reported if every service "
        "that may know the identifier responded.",
    bad=(f'{_PAPER}# never registered\nidentifiers = ["doi:10.5555/nobody.has.this"]',
         "@misc{a, title={Experts}, doi={10.5555/nobody.has.this}, note={never registered}}"),
    good=(f"{_PAPER}{_DOI_LINE}", f'{_PAPER}identifiers = ["arxiv:2401.01234"]', _PAPER),
    fix="Correct it, or remove it; `moebib update KEY` looks for the right one.", option="--online",
)  # fmt: skip
IDENTIFIER_OF_ANOTHER_PUBLICATION = Rule(
    code="MB350", name="identifier-of-another-publication",
    finds="a DOI of another publication of the work, such as its preprint, a workshop paper or its data",
    why="The reference says one thing and its link leads to another: another text, other pages, perhaps no review. The "
        "agency with which a DOI is registered knows what it is of.",
    bad=('type = "article-journal"\ntitle = "Sparse Experts"\ncontainer_title = "Imagined Systems"\n# a preprint\n'
         'identifiers = ["doi:10.1101/2024.01.02.123456"]',
         '@inproceedings{a, title={Sparse Experts}, booktitle={Imagined Systems 2024},\n'
         "note={the DOI is of the article of 2026}, doi={10.5555/articles.12}}"),
    good=('type = "article-journal"\ntitle = "Sparse Experts"\ncontainer_title = "Imagined Systems"\n'
          'identifiers = ["doi:10.5555/articles.12"]\n'
          '[[versions]]\ngenre = "preprint"\nidentifiers = ["doi:10.1101/2024.01.02.123456"]', _PAPER),
    fix="Move it to the version that it belongs to, under `versions`, or correct the fields.", option="--online",
)  # fmt: skip


_V1 = '[[versions]]\ngenre = "preprint"\nidentifiers = ["arxiv:2401.01234"]\n'


@Rule(
    code="MB349", name="duplicate-version", finds="two versions of one arXiv ID with the same label, or without one",
    why="Either they are one version, listed twice, or it is not known which of them a citation means.",
    bad=(f'{_PAPER}{_V1}label = "v1"\n{_V1}label = "v1"\n', f"{_PAPER}{_V1}{_V1}",
         'type = "article"\ngenre = "preprint"\nlabel = "v2"\nidentifiers = ["arxiv:2401.01234"]\n'
         f'{_V1}label = "v2"\n'),
    good=(f'{_PAPER}{_V1}label = "v1"\n{_V1}label = "v2"\n', f"{_PAPER}{_V1}",
          f'{_PAPER}identifiers = ["arxiv:2401.01234"]\n{_V1}'),
    fix="Give each of them its label, such as v1, or remove one.",
).each_work  # fmt: skip
def duplicate_version(record: Record, _: Context) -> Iterator[Flaw]:
    """Of preprints, because a publication often has the arXiv ID of its preprint, too."""
    publications: list[tuple[FieldPath, Record | Version]] = [((), record)]
    publications += ((("versions", number), version) for number, version in enumerate(record.versions))
    listed: set[tuple[Identifier, str]] = set()
    for path, publication in publications:
        arxiv = [identifier for identifier in publication.identifiers if identifier.scheme is Scheme.ARXIV]
        for identifier in arxiv if publication.is_preprint else ():
            if (identifier, publication.label) in listed:
                label = f"the label {publication.label!r}" if publication.label else "no label"
                message = f"two versions of {identifier} have {label}"
                yield Flaw((*path, "label"), message, "give each its label, such as v1, or remove one")
            listed.add((identifier, publication.label))

"""Identifiers: each of one work, in its own field, and right to the last digit.

What is no identifier at all never gets here: reading an entry (MB006) or a .bib file (MB122) says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.errors import InputError
from moebib.records.identifier import Scheme, parse_identifier
from moebib.records.record import Record

_DOI = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.I)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.I)
_ORCID = re.compile(r"(?<!\d)(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])(?!\d)")
_VERSIONED = re.compile(r"^(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})v\d+$", re.I)


def of_two_works(context: Context) -> Iterator[tuple[str, Flaw]]:
    """An identifier that two works have: one of them has a wrong one, or they are one work."""
    for identifier, records in context.by_identifier.items():
        for record in records[1:]:
            message = f"{identifier} is also that of {records[0].id!r}"
            yield record.id, Flaw(("identifiers",), message, "one work, one entry: `moebib dedupe` compares the two")


def doi_in_url(record: Record, context: Context) -> Iterator[Flaw]:
    """A DOI as a link, where no style and no service looks for it."""
    url = record.url or context.bib_fields.get(record.id, {}).get("url", "")
    found = _DOI.search(url)
    if not found or "doi" in context.bib_fields.get(record.id, {}):
        return
    try:
        doi = parse_identifier(f"doi:{found[1]}")
    except InputError:
        return
    known = record.identifiers if doi in record.identifiers else (*record.identifiers, doi)
    change = {"url": None, "identifiers": known} if record.url else None
    yield Flaw(("url",), f"a DOI as a link: {url}", f"write it as the DOI {doi.value}", change)


def address_for_doi(record: Record, context: Context) -> Iterator[Flaw]:
    """``doi = {https://doi.org/10...}``: styles put the address before it once more."""
    value = context.bib_fields.get(record.id, {}).get("doi", "")
    if re.match(r"\s*(?:https?:|(?:dx\.)?doi\.org|doi:)", value, re.I):
        yield Flaw(("identifiers",), f"an address in the place of a DOI: {value}", "leave what stands before '10.' out")


def arxiv_doi(record: Record, context: Context) -> Iterator[Flaw]:
    """The DOI that arXiv makes of its own ID says nothing more than the eprint, and hides the publisher's."""
    fields = context.bib_fields.get(record.id, {})
    if _ARXIV_DOI.search(fields.get("doi", "")) and "eprint" in fields:
        yield Flaw(("identifiers",), f"the DOI is that of the eprint: {fields['doi']}", "leave the DOI out")


def versioned(record: Record, context: Context) -> Iterator[Flaw]:
    """The ID of one version: right for who cites what stood there, else soon the wrong text."""
    eprint = context.bib_fields.get(record.id, {}).get("eprint", "").strip()
    version = next((one for one in record.identifiers if one.scheme is Scheme.ARXIV and one.version), None)
    if _VERSIONED.match(eprint) or version:
        shown = eprint or f"{version}v{version.version if version else ''}"
        yield Flaw(("identifiers",), f"the ID of one version: {shown}", "leave the version out, unless it is meant")


def wrong_orcid(record: Record, _: Context) -> Iterator[Flaw]:
    """The last digit of an ORCID iD is computed from the others (ISO 7064, MOD 11-2)."""
    for name, value in record.extra.items():
        for found in _ORCID.finditer(value):
            digits = found[1].replace("-", "").upper()
            if not _is_mod_11_2(digits) and ("orcid" in name.lower() or "orcid" in value.lower()):
                yield Flaw(("extra", name), f"the check digit of this ORCID iD is wrong: {found[1]}", "correct it")


def _is_mod_11_2(digits: str) -> bool:
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'
_DOI_LINE = 'identifiers = ["doi:10.1145/1234567.1234568"]\n'

FAMILY = Family("identifiers", (
    Rule(
        code="MB341", name="identifier-of-two-works", finds="an identifier that two works have",
        why="One of the two has a wrong one, or they are one work that stands there twice.",
        bad=(f"# papers/doe2024.toml\n{_PAPER}{_DOI_LINE}# papers/roe2024.toml\n{_PAPER}{_DOI_LINE}",
             "@misc{a, title={Experts}, doi={10.1145/1234567.1234568}}\n"
             "@misc{b, title={Routers}, doi={10.1145/1234567.1234568}}"),
        good=(f"# papers/doe2024.toml\n{_PAPER}{_DOI_LINE}# papers/roe2024.toml\n{_PAPER}",
              f'# papers/doe2024.toml\n{_PAPER}identifiers = ["isbn:9780306406157"]\n'
              f'# papers/roe2024.toml\n{_PAPER}identifiers = ["isbn:9780306406157"]', f"{_PAPER}{_DOI_LINE}"),
        fix="`moebib dedupe` compares the two.", check_list=of_two_works, level="error",
    ),
    Rule(
        code="MB342", name="doi-in-url", finds="a DOI that is written as a link",
        why="Styles print a DOI in their own way, and services look a work up by it, but not by a link.",
        bad=(f'{_PAPER}url = "https://doi.org/10.1145/1234567.1234568"',
             "@misc{a, title={Experts}, url={http://dx.doi.org/10.1145/1234567.1234568}}"),
        good=(f"{_PAPER}{_DOI_LINE}", f'{_PAPER}url = "https://example.org/10.1145/1234567"',
              "@misc{a, title={Experts}, doi={10.1145/1234567.1234568}, url={https://doi.org/10.1145/1234567.1234568}}"),
        fix="`moebib fix` makes it an identifier in our entries; in a .bib file, write it as `doi`.",
        check_work=doi_in_url,
    ),
    Rule(
        code="MB343", name="arxiv-doi-beside-eprint",
        finds="a DOI that is arXiv's own, beside the eprint that it is made of",
        why="It says nothing more, and where the paper is published it stands in the place of the publisher's DOI.",
        bad=("@misc{a, title={Experts}, doi={10.48550/arXiv.2401.01234}, eprint={2401.01234}, archiveprefix={arXiv}}",
             "@misc{a, title={Experts}, doi={https://doi.org/10.48550/ARXIV.2401.01234}, eprint={2401.01234}}"),
        good=("@misc{a, title={Experts}, eprint={2401.01234}, archiveprefix={arXiv}}",
              "@misc{a, title={Experts}, doi={10.1145/1234567.1234568}, eprint={2401.01234}, archiveprefix={arXiv}}",
              "@misc{a, title={Experts}, doi={10.48550/arXiv.2401.01234}}"),
        fix="Leave the DOI out, or put the publisher's there.", check_work=arxiv_doi,
    ),
    Rule(
        code="MB344", name="identifier-of-a-version", finds="an arXiv ID with the number of a version",
        why="It is right for who cites what stood there then. Else the reader gets an old text: it is a note.",
        bad=("@misc{a, title={Experts}, eprint={2401.01234v2}, archiveprefix={arXiv}}",
             "@misc{a, title={Experts}, eprint={hep-th/9901001v3}, archiveprefix={arXiv}}"),
        good=("@misc{a, title={Experts}, eprint={2401.01234}, archiveprefix={arXiv}}",
              f'{_PAPER}identifiers = ["arxiv:2401.01234"]', _PAPER),
        fix="Leave the version out, unless that version is meant.", check_work=versioned, level="note",
    ),
    Rule(
        code="MB345", name="address-for-doi", finds="a DOI field of a .bib file that holds an address",
        why="Styles put `https://doi.org/` before the DOI: the link gets it twice, and is dead.",
        bad=("@misc{a, title={Experts}, doi={https://doi.org/10.1145/1234567.1234568}}",
             "@misc{a, title={Experts}, doi={doi:10.1145/1234567.1234568}}"),
        good=("@misc{a, title={Experts}, doi={10.1145/1234567.1234568}}", f"{_PAPER}{_DOI_LINE}",
              "@misc{a, title={Experts}, url={https://example.org/}}"),
        fix="Leave what stands before '10.' out.", check_work=address_for_doi,
    ),
    Rule(
        code="MB346", name="orcid-check-digit", finds="an ORCID iD whose check digit is wrong",
        why="It is that of somebody else, or of nobody.",
        bad=(f'{_PAPER}[extra]\norcid = "0000-0002-1825-0098"',
             f'{_PAPER}[extra]\nnote-orcid = "https://orcid.org/0000-0002-1825-0090"'),
        good=(f'{_PAPER}[extra]\norcid = "0000-0002-1825-0097"', f'{_PAPER}[extra]\nserial = "0000-0002-1825-0098"',
              f'{_PAPER}[extra]\norcid = "unknown"'),
        fix="Look it up.", check_work=wrong_orcid, level="error",
    ),
    Rule(
        code="MB347", name="identifier-of-another-title", finds="an identifier whose record has another title",
        why="A digit was mistyped or a line copied, and whoever follows the identifier reads another paper. Or the "
            "entry has a nickname in the place of the title.",
        bad=('type = "article"\ntitle = "Sparse Experts"\n# this is the ID of "Dense Routers on One GPU"\n'
             'identifiers = ["arxiv:2401.01235"]',
             '@article{hydra, title={HydraMoE}, note={the ID is of "Hydra: Sparse Experts at Scale"}, '
             "eprint={2401.01234}, archiveprefix={arXiv}}"),
        good=('type = "article"\ntitle = "Dense Routers on One GPU"\nidentifiers = ["arxiv:2401.01235"]',
              'type = "paper-conference"\ntitle = "Sparse Experts at Scale"\naliases = ["Hydra: Sparse Experts"]\n'
              'identifiers = ["arxiv:2401.01234"]', _PAPER),
        fix="Correct the identifier, or the title. A title that the work had before goes under `aliases`, or with the "
            "preprint under `versions`.",
        level="error", option="--online",
    ),
    Rule(
        code="MB348", name="unknown-identifier", finds="an identifier that no service knows",
        why="A digit is wrong, or it was never registered: the link leads nowhere. It is only said if every service "
            "that may know the identifier answered.",
        bad=(f'{_PAPER}# never registered\nidentifiers = ["doi:10.5555/nobody.has.this"]',
             "@misc{a, title={Experts}, doi={10.5555/nobody.has.this}, note={never registered}}"),
        good=(f"{_PAPER}{_DOI_LINE}", f'{_PAPER}identifiers = ["arxiv:2401.01234"]', _PAPER),
        fix="Correct it, or leave it out; `moebib update KEY` looks for the right one.", option="--online",
    ),
))  # fmt: skip

"""Archives by the names, identifiers and pages that services give."""

from __future__ import annotations

import pytest

from moebib.records.archives import archive_at, archive_of, archive_of_identifier
from moebib.records.equivalence import equivalent_venues
from moebib.records.identifier import parse_identifier


@pytest.mark.parametrize(
    ("name", "archive"),
    [
        ("arXiv", "arXiv"),
        ("arXiv.org", "arXiv"),
        ("arXiv (Cornell University)", "arXiv"),
        ("arXiv preprint arXiv:2401.06066", "arXiv"),
        ("ArXiv e-prints", "arXiv"),
        ("eprint arXiv:2401.06066", "arXiv"),
        ("CoRR", "arXiv"),
        ("CoRR abs/2401.06066", "arXiv"),
        ("bioRxiv (Cold Spring Harbor Laboratory)", "bioRxiv"),
        ("Cold Spring Harbor Laboratory", "bioRxiv"),
        ("medRxiv", "medRxiv"),
        ("SSRN Electronic Journal", "SSRN"),
        ("Social Science Research Network", "SSRN"),
        ("Research Square (Research Square)", "Research Square"),
        ("PsyArXiv", "PsyArXiv"),
        ("OSF Preprints", "OSF Preprints"),
        ("ChemRxiv", "ChemRxiv"),
        ("Preprints.org", "Preprints.org"),
        ("Preprints", "Preprints.org"),
        ("HAL (Le Centre pour la Communication Scientifique Directe)", "HAL"),
        ("Zenodo (CERN European Organization for Nuclear Research)", "Zenodo"),
        ("Earth and Space Science Open Archive", "ESS Open Archive"),
        ("IACR Cryptol. ePrint Arch.", "Cryptology ePrint Archive"),
    ],
)
def test_an_archive_is_known_by_each_of_its_names(name: str, archive: str) -> None:
    found = archive_of(name)
    assert found
    assert found.name == archive
    assert equivalent_venues(name, archive)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Archives of Imagined Systems",
        "Cold Spring Harbor Laboratory Press",
        "Cold Spring Harbor Perspectives in Biology",
        "Corrosion Science",
        "DSpace@MIT",
        "Edinburgh Research Explorer",
        "Europe PMC (PubMed Central)",
        "Halcyon",
        "MDPI AG",
        "Preprints of the Invented Congress",
        "Research Squares",
    ],
)
def test_journals_publishers_and_institutional_repositories_are_no_archives(name: str) -> None:
    assert archive_of(name) is None


@pytest.mark.parametrize(
    ("identifier", "archive"),
    [
        ("arxiv:2401.06066", "arXiv"),
        ("10.48550/arXiv.2401.06066", "arXiv"),
        ("10.1101/123456", "bioRxiv"),
        ("10.1101/2020.01.02.123456", "bioRxiv"),
        ("10.64898/2026.01.02.123456", "bioRxiv"),
        ("10.1101/2020.01.02.20123456", "medRxiv"),
        ("10.2139/ssrn.1234567", "SSRN"),
        ("10.21203/rs.3.rs-123456/v1", "Research Square"),
        ("10.31234/osf.io/ab3de", "PsyArXiv"),
        ("10.31219/osf.io/ab3de", "OSF Preprints"),
        ("10.26434/chemrxiv-2024-ab3de", "ChemRxiv"),
        ("10.20944/preprints202401.0123.v1", "Preprints.org"),
        ("10.36227/techrxiv.12345678.v1", "TechRxiv"),
    ],
)
def test_an_archive_is_known_by_its_identifiers(identifier: str, archive: str) -> None:
    found = archive_of_identifier(parse_identifier(identifier))
    assert found
    assert found.name == archive


@pytest.mark.parametrize(
    "identifier",
    [
        "10.1101/gr.123456.107",
        "10.5281/zenodo.1234567",
        "10.3390/electronics1",
        "acl:2024.acl-long.1",
        "isbn:0306406152",
    ],
)
def test_other_identifiers_are_of_no_archive(identifier: str) -> None:
    assert archive_of_identifier(parse_identifier(identifier)) is None


def test_an_archive_is_known_by_its_pages() -> None:
    urls = (
        "https://www.biorxiv.org/content/10.1101/123456v1",
        "https://chemrxiv.org/1",
        "https://eprint.iacr.org/2024/1",
    )
    assert [archive and archive.name for archive in map(archive_at, urls)] == [
        "bioRxiv",
        "ChemRxiv",
        "Cryptology ePrint Archive",
    ]
    assert archive_at("https://notbiorxiv.org/content/1") is archive_at("https://hal.science/hal-1") is None


def test_two_archives_are_two_venues() -> None:
    assert not equivalent_venues("arXiv", "SSRN Electronic Journal")
    assert not equivalent_venues("bioRxiv", "medRxiv")
    assert not equivalent_venues("SSRN", "Nature")

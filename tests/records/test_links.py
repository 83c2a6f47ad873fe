from __future__ import annotations

import pytest

from moebib.records.links import find_link, parse_link


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://dl.acm.org/doi/pdf/10.5555/3503221", "doi:10.5555/3503221"),
        ("https://doi.org/10.1101/2020.01.01.123456", "doi:10.1101/2020.01.01.123456"),
        ("http://dx.doi.org/10.5281/zenodo.7", "doi:10.5281/zenodo.7"),
        ("https://arxiv.org/pdf/2401.06066v2", "arxiv:2401.06066"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7/", "pmcid:PMC7"),
        ("https://a.example/x", "url:https://a.example/x"),
        ("https://huggingface.co/a/b/tree/main", "hf:a/b"),
    ],
)
def test_a_link_leads_to_the_identifier_of_the_work(url: str, expected: str) -> None:
    assert str(parse_link(url)) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1",
        "https://zenodo.org/records/7",
        "https://www.preprints.org/manuscript/202401.0001/v2",
        "https://www.nature.com/articles/nature14539",
    ],
)
def test_the_doi_of_a_deposit_and_a_doi_that_is_not_in_the_link_are_not_taken(url: str) -> None:
    assert str(parse_link(url)) == f"url:{url}"


@pytest.mark.parametrize("form", ["blob", "raw", "resolve"])
def test_a_paper_that_is_a_file_in_a_repository_does_not_get_its_identifier(form: str) -> None:
    url = f"https://huggingface.co/a/b/{form}/main/report.pdf"
    assert str(parse_link(url)) == str(find_link(url)) == f"url:{url}"

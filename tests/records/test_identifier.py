"""Identifiers: every form that people paste, and the reasons for rejecting other texts."""

from __future__ import annotations

import importlib.util
import inspect
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import InvalidIdentifier
from moebib.records import identifier
from moebib.records.identifier import Identifier, Scheme, find_identifier, parse_identifier, parse_request
from moebib.records.identifier_forms import FORMS, PREFIXES
from strategies import examples

TABLE = [*((form.example, form.becomes) for form in FORMS), *((form.example, form.becomes) for form in PREFIXES)]
MORE = [
    ("2401.06066", "arxiv:2401.06066"),
    ("2401.00010v2", "arxiv:2401.00010"),  # the last zero is part of the ID
    ("0704.0001", "arxiv:0704.0001"),
    ("arXiv:2401.06066v3 [cs.LG]", "arxiv:2401.06066"),
    ("ARXIV: 2401.06066", "arxiv:2401.06066"),
    ("hep-th/9901001", "arxiv:hep-th/9901001"),
    ("math.GT/0309136v1", "arxiv:math/0309136"),  # the subject class is no part of the ID
    ("https://arxiv.org/abs/2401.06066", "arxiv:2401.06066"),
    ("https://arxiv.org/abs/math/0309136", "arxiv:math/0309136"),
    ("http://www.arxiv.org/pdf/2401.06066v1.pdf", "arxiv:2401.06066"),
    ("export.arxiv.org/abs/2401.06066", "arxiv:2401.06066"),
    ("https://arxiv.org/html/2401.06066v2?context=cs", "arxiv:2401.06066"),
    ("https://ar5iv.labs.arxiv.org/html/2401.06066", "arxiv:2401.06066"),
    ("https://ar5iv.org/abs/2401.06066", "arxiv:2401.06066"),
    ("https://www.alphaxiv.org/abs/2401.06066v2", "arxiv:2401.06066"),
    ("https://huggingface.co/papers/2401.06066", "arxiv:2401.06066"),
    ("10.48550/arXiv.2401.06066", "arxiv:2401.06066"),
    ("https://doi.org/10.48550/ARXIV.1706.03762", "arxiv:1706.03762"),
    ("10.1145/3503221.3508418", "doi:10.1145/3503221.3508418"),
    ("doi: 10.1109/TKDE.2025.3554028", "doi:10.1109/tkde.2025.3554028"),
    ("http://dx.doi.org/10.1145/3503221.3508418", "doi:10.1145/3503221.3508418"),
    ("doi.org/10.1145/3503221.3508418", "doi:10.1145/3503221.3508418"),
    ("https://dl.acm.org/doi/abs/10.1145/3666025.3699355", "doi:10.1145/3666025.3699355"),
    ("https://dl.acm.org/doi/pdf/10.1145/3649329.3655951", "doi:10.1145/3649329.3655951"),
    ("https://dl.acm.org/doi/full/10.1145/3627703.3650083#sec-1", "doi:10.1145/3627703.3650083"),
    ("https://dl.acm.org/doi/10.1109/SC41406.2024.00096", "doi:10.1109/sc41406.2024.00096"),
    ("https://doi.org/10.1002%2Fasi.1", "doi:10.1002/asi.1"),
    ("https://doi.org/10.1002/%28SICI%2949%3A8%3C693%3E3.0.CO%3B2-O", "doi:10.1002/(sici)49:8<693>3.0.co;2-o"),
    ("10.1016/S0140-6736(97)11096-0.", "doi:10.1016/s0140-6736(97)11096-0"),  # the full stop ends the sentence
    ("<10.1000/xyz>", "doi:10.1000/xyz"),
    ("(doi: 10.1016/S0140-6736(97)11096-0).", "doi:10.1016/s0140-6736(97)11096-0"),
    ("[10.1016/S0140(97)]", "doi:10.1016/s0140(97)"),
    ('"arXiv:2401.06066"', "arxiv:2401.06066"),
    ("https://data.example/dataset/doi%3A10.5061%2Fdryad.abc", "doi:10.5061/dryad.abc"),
    ("[hep-th/9901001] On Gates", "arxiv:hep-th/9901001"),
    ("abs/2401.06066", "arxiv:2401.06066"),
    ("doi:10.1101/2020.01.01.123456v2", "doi:10.1101/2020.01.01.123456"),
    ("https://doi.org/10.64898/2026.01.01.123456v1", "doi:10.64898/2026.01.01.123456"),
    ("PMC 1234567", "pmcid:PMC1234567"),
    ("rfc:791", "doi:10.17487/rfc0791"),
    ("ISBN9781939133359", "isbn:9781939133359"),
    ("https://onlinelibrary.wiley.com/doi/10.1002/asi.1/abstract", "doi:10.1002/asi.1"),
    ("https://link.springer.com/chapter/10.1007/978-3-030-58571-6_1", "doi:10.1007/978-3-030-58571-6_1"),
    ("2024.acl-long.70", "acl:2024.acl-long.70"),
    ("P19-1017", "acl:P19-1017"),
    ("https://aclanthology.org/2024.acl-long.699.pdf", "acl:2024.acl-long.699"),
    ("https://aclanthology.org/2024.findings-acl.694/", "acl:2024.findings-acl.694"),
    ("https://www.aclweb.org/anthology/P/P19/P19-1017.pdf", "acl:P19-1017"),
    ("https://doi.org/10.18653/v1/2024.acl-long.70", "acl:2024.acl-long.70"),
    ("10.18653/v1/P19-1017", "acl:P19-1017"),
    ("https://openreview.net/forum?id=s-c96mSU0u5", "openreview:s-c96mSU0u5"),
    ("https://openreview.net/pdf?id=PhMrGCMIRL", "openreview:PhMrGCMIRL"),
    ("https://openreview.net/forum?noteId=x&id=stXtBqyTWX", "openreview:stXtBqyTWX"),
    ("https://openreview.net/forum?id=stXtBqyTWX¬eId=p7ADDxdU8g", "openreview:stXtBqyTWX"),  # a mangled &noteId
    ("conf/nips/ChenLWYY22", "dblp:conf/nips/ChenLWYY22"),
    ("DBLP:journals/corr/abs-2401-06066", "dblp:journals/corr/abs-2401-06066"),
    ("https://dblp.org/rec/conf/nips/ChenLWYY22.html?view=bibtex", "dblp:conf/nips/ChenLWYY22"),
    ("978-1-939133-35-9", "isbn:9781939133359"),
    ("ISBN 0-19-852663-6", "isbn:9780198526636"),  # an ISBN-10 is the same book as its ISBN-13
    ("080442957X", "isbn:9780804429573"),
    ("1558-0660", "issn:1558-0660"),
    ("pmid:12345678", "pmid:12345678"),
    ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmid:12345678"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/12345678", "pmid:12345678"),
    ("s2:649DEF34F8BE52C8B66281AF98AE884C09AEF38B", "s2:649def34f8be52c8b66281af98ae884c09aef38b"),
    ("CorpusID:123", "s2:CorpusID:123"),
    ("https://www.semanticscholar.org/paper/A-Title/649def34f8be52c8b66281af98ae884c09aef38b",
     "s2:649def34f8be52c8b66281af98ae884c09aef38b"),
    ("W2741809807", "openalex:W2741809807"),
    ("https://api.openalex.org/works/w2741809807", "openalex:W2741809807"),
    ("https://huggingface.co/deepseek-ai/DeepSeek-V3", "hf:deepseek-ai/DeepSeek-V3"),
    ("huggingface.co/datasets/allenai/c4", "hf:datasets/allenai/c4"),
    ("https://huggingface.co/blog/moe", "url:https://huggingface.co/blog/moe"),
    ("https://ieeexplore.ieee.org/abstract/document/10494556", "url:https://ieeexplore.ieee.org/document/10494556"),
    ("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10528887",
     "url:https://ieeexplore.ieee.org/document/10528887"),
    ("HTTPS://Example.ORG/A?b=c&utm_source=feed#top", "url:https://example.org/A?b=c"),
    ("arXiv:2401.06066v3 [cs.LG] 12 Jan 2024", "arxiv:2401.06066"),  # as in the margin of a PDF
    ("arXiv: https://arxiv.org/abs/2401.06066", "arxiv:2401.06066"),
    ("arXiv preprint arXiv:2401.06066", "arxiv:2401.06066"),
    ("arXiv e-print 2401.06066v2", "arxiv:2401.06066"),
    ("https://arxiv.org/2401.06066", "arxiv:2401.06066"),
    ("https://arxiv.org/abs/arXiv:2401.06066", "arxiv:2401.06066"),
    ("https://www.biorxiv.org/cgi/content/short/2020.01.01.123456v1", "doi:10.1101/2020.01.01.123456"),
    ("https://www.jstor.org/stable/10.2307/1234567", "doi:10.2307/1234567"),
    ("https://www.jstor.org/stable/j.ctt1234", "url:https://www.jstor.org/stable/j.ctt1234"),
    ("https://www.ijcai.org/proceedings/2018/143", "doi:10.24963/ijcai.2018/143"),
    ("https://dblp.org/db/journals/corr/corr2401.html#abs-2401-06066", "dblp:journals/corr/abs-2401-06066"),
    ("https://dblp.org/db/conf/nips/neurips2022.html", "url:https://dblp.org/db/conf/nips/neurips2022.html"),
    ("urn:isbn:9781939133359", "isbn:9781939133359"),
    ("urn:doi:10.5555/1", "doi:10.5555/1"),
    ("info:doi/10.5555/1", "doi:10.5555/1"),
    ("doi:info:doi/10.5555/1", "doi:10.5555/1"),
    ("doi:DOI: 10.5555/1 [doi]", "doi:10.5555/1"),
    ("10.5555/1\u200b", "doi:10.5555/1"),
    ("pmid:PMID: 12345678", "pmid:12345678"),
    ("pmid:12345678 [pmid]", "pmid:12345678"),
    ("doi:10.5555/1</a>", "doi:10.5555/1"),
    ("https://arxiv.org/abs/2401.06066?context=cs", "arxiv:2401.06066"),
    ("https://arxiv.org/pdf/2401.06066#page=3", "arxiv:2401.06066"),
    ("https://dl-acm-org.proxy.example/doi/10.1145/3503221.3508418", "doi:10.1145/3503221.3508418"),
    ("https://www.tandfonline.com/doi/full/10.1080/01.2.3?needAccess=true&role=button", "doi:10.1080/01.2.3"),
    ("https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.116.061102", "doi:10.1103/physrevlett.116.061102"),
    ("https://www.frontiersin.org/journals/x/articles/10.3389/fpsyg.2020.01234/full", "doi:10.3389/fpsyg.2020.01234"),
    ("https://iopscience.iop.org/article/10.1088/1742-6596/1/2/003/pdf", "doi:10.1088/1742-6596/1/2/003"),
    ("https://www.science.org/doi/suppl/10.1126/science.abc1234", "doi:10.1126/science.abc1234"),
    ("https://pubs.aip.org/aip/jcp/article-abstract/doi/10.1063/1.49720/195486/A-Title", "doi:10.1063/1.49720"),
    ("https://www.emerald.com/insight/content/doi/10.1108/JD-1/full/html", "doi:10.1108/jd-1"),
    ("https://drops.dagstuhl.de/entities/document/10.4230/LIPIcs.ICALP.2023.1", "doi:10.4230/lipics.icalp.2023.1"),
    ("https://projecteuclid.org/journals/a/volume-1/T/10.1214/aos/1176342000.full", "doi:10.1214/aos/1176342000"),
    ("https://www.medrxiv.org/content/10.1101/2020.01.01.20016345v1", "doi:10.1101/2020.01.01.20016345"),
    ("https://www.biorxiv.org/content/10.64898/2026.01.01.123456v1.full-text", "doi:10.64898/2026.01.01.123456"),
    ("https://pubs.acs.org/doi/suppl/10.1021/jp003647e/suppl_file/a.pdf", "doi:10.1021/jp003647e"),
    ("https://link.springer.com/content/pdf/10.1007/978-3-030-58571-6_1.pdf", "doi:10.1007/978-3-030-58571-6_1"),
    ("https://api.crossref.org/works/10.1002%2Fasi.1", "doi:10.1002/asi.1"),
    ("https://dataverse.example/dataset.xhtml?persistentId=doi:10.7910/DVN/ABCDEF", "doi:10.7910/dvn/abcdef"),
    ("https://datadryad.org/stash/dataset/doi:10.5061/dryad.abc12", "doi:10.5061/dryad.abc12"),
    ("https://zenodo.org/badge/DOI/10.5281/zenodo.1234567.svg", "doi:10.5281/zenodo.1234567"),
    ("https://figshare.com/articles/A_Title/1234567/2", "doi:10.6084/m9.figshare.1234567.v2"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/1234567", "pmcid:PMC1234567"),
    ("https://zenodo.org/record/1234567/files/a.pdf?download=1", "doi:10.5281/zenodo.1234567"),
    ("https://doi.org/10.5281/ZENODO.1234567", "doi:10.5281/zenodo.1234567"),
    ("https://www.nature.com/articles/d41586-020-02610-z.pdf", "doi:10.1038/d41586-020-02610-z"),
    ("https://www.nature.com/articles/323533a0", "doi:10.1038/323533a0"),
    ("https://www.nature.com/articles/1205070", "url:https://www.nature.com/articles/1205070"),  # 10.1038/sj.onc.1...
    ("https://datatracker.ietf.org/doc/rfc791/", "doi:10.17487/rfc0791"),
    ("rfc791", "doi:10.17487/rfc0791"),
    ("https://datatracker.ietf.org/doc/draft-ietf-x/", "url:https://datatracker.ietf.org/doc/draft-ietf-x/"),
    # The DOI of a version does not follow from the URL of all versions.
    ("https://www.researchsquare.com/article/rs-1234567", "url:https://www.researchsquare.com/article/rs-1234567"),
    ("https://www.mdpi.com/2073-4409/9/1/1", "url:https://www.mdpi.com/2073-4409/9/1/1"),
    ("https://www.sciencedirect.com/science/article/pii/S1462901123", "url:https://www.sciencedirect.com/science/article/pii/S1462901123"),
    ("https://repository.example/handle/10.1234/5678", "url:https://repository.example/handle/10.1234/5678"),
    ("https://doi.org/help", "url:https://doi.org/help"),
    # The path of a file at ACM, and of a chapter whose DOI ends in another number, is no DOI.
    ("https://delivery.example/10.1145/3190000/3186116/p1-a.pdf?id=3186116",
     "url:https://delivery.example/10.1145/3190000/3186116/p1-a.pdf?id=3186116"),
    ("https://books.example/view/10.1093/a/9780198526636.001.0001/b-9780198526636-chapter-1",
     "url:https://books.example/view/10.1093/a/9780198526636.001.0001/b-9780198526636-chapter-1"),
    ("https://onlinelibrary.wiley.com/wol1/doi/10.1002/ecy.1/fullpdf", "doi:10.1002/ecy.1"),
    ("https://api.crossref.org/v1/works/10.1002%2Fasi.1/transform", "doi:10.1002/asi.1"),
    ("https://a.example/a.pdf?itemId=/content/10.1063/1.49720&mimeType=pdf&page=b/c", "doi:10.1063/1.49720"),
    ("https://a.example/login?to=https%3A%2F%2Fdoi.org%2F10.1063%2F1.49720&from=b", "doi:10.1063/1.49720"),
    ("doi:10/GDMZ7H", "shortdoi:10/gdmz7h"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/pdf/a.pdf", "pmcid:PMC1234567"),
    ("pmcid:1234567", "pmcid:PMC1234567"),
    ("https://hal.archives-ouvertes.fr/hal-01234567v2/file/a.pdf", "hal:hal-01234567"),
    ("https://inria.hal.science/hal-01234567", "hal:hal-01234567"),
    ("https://hal.inrae.fr/hal-01234567/document", "hal:hal-01234567"),
    ("https://phone.example/tel-01234567", "url:https://phone.example/tel-01234567"),
    ("https://openreview.net/attachment?id=PhMrGCMIRL&name=pdf", "openreview:PhMrGCMIRL"),
    ("https://aclanthology.org/volumes/2024.acl-long/", "url:https://aclanthology.org/volumes/2024.acl-long/"),
]  # fmt: skip

REFUSED = [
    ("2413.00001", "13 is not a month"),
    ("1412.00001", "4 digits after the period"),
    ("2401.0606", "5 digits after the period"),
    ("0703.0001", "since April 2007"),
    ("hep-th/0804001", "from 1991 to March 2007"),
    ("2017/1118", "not an arXiv ID"),  # an IACR report
    ("978-1-939133-35-8", "wrong check digit in ISBN"),
    ("1558-0661", "wrong check digit in ISSN"),
    ("12345678", "write pmid:12345678"),
    ("owner/repo", "write hf:owner/repo or https://github.com/owner/repo"),
    ("doi:11.1000/xyz", "not a DOI"),
    ("acl:2024", "not an ACL Anthology ID"),
    ("dblp:x", "not a DBLP key"),
    ("javascript:alert(1)", "not an identifier"),
    ("ftp://example.org/a", r"only http\(s\) URLs"),
    ("https://example.org/a b", "RFC 3986"),
    ("https://[example.org/a", "not an IPv6 address"),
    ("Attention is all you need", "not an identifier"),
    ("", "not an identifier"),
    ("10.1234", r"a DOI has a suffix after the slash \(10.NNNN/suffix\)"),
    ("doi:10.1234/", "a DOI has a suffix"),
    ("2401.066", "an arXiv ID has 4 or 5 digits after the period"),
    ("cs.LG", "category of arXiv"),
    ("PMC", r"digits after PMC \(PMC1234567\)"),
    ("pmcid:x", "not a PubMed Central ID"),
    ("RFC", "an RFC has a number"),
    ("hal-1234", "a HAL ID has 8 digits"),
    ("hal:x", "not a HAL ID"),
    ("978-1-93913", "an ISBN has 10 or 13 digits"),
]

ABOUT_NO_WORK = [
    ("https://scholar.google.com/scholar?q=experts", "use the DOI, the arXiv ID or the title"),
    ("https://scholar.google.co.uk/citations?user=x", "use the DOI, the arXiv ID or the title"),
    ("https://www.researchgate.net/publication/1234_A_Title", "use the DOI, the arXiv ID or the title"),
    ("https://www.google.com/search?q=experts", "a web search is about no single work"),
    ("https://arxiv.org/list/cs.LG/recent", "lists many works; use the identifier or the title of one"),
    ("https://arxiv.org/a/berg_j_1", "lists many works"),
    ("https://dblp.org/db/conf/nips/neurips2022.html", "lists many works"),
    ("https://openreview.net/group?id=ICLR.cc/2025/Conference", "lists many works"),
    ("https://aclanthology.org/volumes/2024.acl-long/", "lists many works"),
    ("https://pubmed.ncbi.nlm.nih.gov/?term=experts", "lists many works"),
    ("https://www.scopus.com/record/display.uri?eid=1", "only be read after a login"),
    ("https://huggingface.co/papers", "lists many works"),
    ("https://proceedings.mlr.press/v139/", "lists many works"),
]


@pytest.mark.parametrize(("text", "expected"), [*TABLE, *MORE])
def test_every_pasted_form_has_one_canonical_spelling(text: str, expected: str) -> None:
    assert str(parse_identifier(text)) == expected


def test_every_scheme_has_a_prefix_and_an_example() -> None:
    assert {prefix.name for prefix in PREFIXES} > set(Scheme)
    assert {becomes.partition(":")[0] for _, becomes in TABLE} == set(Scheme)


def test_every_form_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """No form is hidden by one before it."""
    cached: Any = identifier.parse_identifier.__wrapped__
    marker = Identifier(Scheme.URL, "https://marker.example/")
    for number, form in enumerate(FORMS):
        marked = form._replace(read=lambda value, given: marker)
        monkeypatch.setattr(identifier, "FORMS", (*FORMS[:number], marked, *FORMS[number + 1 :]))
        monkeypatch.setattr(identifier, "_by_site", cache(inspect.unwrap(identifier._by_site)))
        cached.cache_clear()
        assert find_identifier(form.example) is marker, form.example
    cached.cache_clear()  # other tests use the same texts


@pytest.mark.parametrize(("text", "reason"), ABOUT_NO_WORK)
def test_a_page_about_no_single_work_is_a_link_but_no_request(text: str, reason: str) -> None:
    assert str(parse_identifier(text)).startswith("url:")
    with pytest.raises(InvalidIdentifier, match=reason) as caught:
        parse_request(text)
    assert caught.value.given == text


@pytest.mark.parametrize(
    "text",
    [
        *(example for example, _ in TABLE),
        "https://search.worldcat.org/title/1234567",
        "https://huggingface.co/datasets/squad",
        "https://arxiv.org.example/list/cs.LG",
        "url:https://scholar.google.com/citations?user=x",
    ],
)
def test_every_form_and_every_page_of_a_work_can_be_requested(text: str) -> None:
    assert parse_request(text) == parse_identifier(text)


@pytest.mark.parametrize("expected", sorted({expected for _, expected in [*TABLE, *MORE]}))
def test_the_canonical_spelling_is_read_back_as_it_is(expected: str) -> None:
    assert str(parse_identifier(expected)) == expected


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_an_invalid_identifier_is_rejected_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidIdentifier, match=reason) as caught:
        parse_identifier(text)
    assert caught.value.given == text


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("PMID:12345678.", "pmid:12345678"), ("HAL Id : hal-01234567, version 2", "hal:hal-01234567"),
     ("9781939133359 (hardcover)", "isbn:9781939133359"),
     ("https://arxiv.org/abs/2401.06066, 2024", "arxiv:2401.06066"),
     ("ebook ISBN 9781939133359", "isbn:9781939133359")],
)  # fmt: skip
def test_a_request_with_other_words_is_refused_with_the_identifier_in_it(text: str, nearest: str) -> None:
    with pytest.raises(InvalidIdentifier, match=f"write {nearest}$"):
        parse_request(text)


def test_a_version_is_not_part_of_the_identity() -> None:
    versioned = parse_identifier("2401.06066v2")
    assert versioned.version == "2"
    assert versioned == parse_identifier("2401.06066")


@pytest.mark.parametrize(("text", "url"), [
    ("arxiv:2401.06066", "https://arxiv.org/abs/2401.06066"),
    ("doi:10.1002/(sici)49:8<693>3.0", "https://doi.org/10.1002/(sici)49:8%3C693%3E3.0"),
    ("acl:2024.acl-long.70", "https://aclanthology.org/2024.acl-long.70/"),
    ("openreview:PhMrGCMIRL", "https://openreview.net/forum?id=PhMrGCMIRL"),
    ("s2:CorpusID:12", "https://api.semanticscholar.org/CorpusID:12"),
    (f"s2:{'a' * 40}", f"https://www.semanticscholar.org/paper/{'a' * 40}"),
    ("isbn:9781939133359", None),
])  # fmt: skip
def test_an_identifier_has_a_landing_page(text: str, url: str | None) -> None:
    assert parse_identifier(text).url == url


def test_an_anthology_doi_is_the_same_work_as_its_anthology_id() -> None:
    doi = parse_identifier("doi:10.18653/v1/2024.acl-long.70")
    assert doi.scheme is Scheme.DOI
    assert doi.canonical == parse_identifier("acl:2024.acl-long.70")


@st.composite
def nearly_identifiers(draw: st.DrawFn) -> str:
    """Examples with a part that is cut out, repeated, or replaced by other characters."""
    text: str = draw(st.sampled_from([example for example, _ in [*TABLE, *MORE]]))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    part = draw(
        st.sampled_from(["", text[start:end] * 2, "/", "%2F", "%", "?id=", "v2", ".pdf", "٣", "\ud800", " ", "10."])
    )
    return text[:start] + part + text[end:]


@given(st.one_of(st.text(), nearly_identifiers()))
@examples(1000)
def test_any_text_is_an_identifier_that_reads_back_or_is_refused(text: str) -> None:
    try:
        identifier = parse_identifier(text)
    except InvalidIdentifier:
        return
    assert isinstance(identifier, Identifier)
    assert parse_identifier(str(identifier)) == identifier


@pytest.mark.parametrize(
    "text",
    ["2401.06066", "hep-th/9901001", "10.1145/3503221.3508418", "10.1002/(sici)1097<1::aid>3.0.co;2-o", "P19-1017",
     "2024.acl-long.70", "openreview:abc-_DEF1", "dblp:conf/iclr/A-B_1", "pmid:123", "s2:CorpusID:12", f"s2:{'a' * 40}",
     "pmcid:PMC12", "hal:hal-01234567", "shortdoi:10/ab1", "openalex:W1234", "hf:a/b.c-1", "hf:datasets/a/b", "url:https://a.example/x?y=%20z"],
)  # fmt: skip
def test_the_landing_page_leads_back_to_the_identifier(text: str) -> None:
    identifier = parse_identifier(text)
    assert identifier.url
    assert parse_identifier(identifier.url) == identifier


@pytest.mark.parametrize("text", ["http://a.example/\ud800", "doi:10.5555/\udfff", "hf:a/\ud800"])
def test_an_identifier_that_cannot_be_encoded_is_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        parse_identifier(text)
    with pytest.raises(InvalidIdentifier, match="lone surrogate"):
        Identifier(Scheme.URL, text)


def test_the_reference_has_every_form() -> None:
    path = Path(__file__).parents[2] / "docs" / "make_identifiers.py"
    spec = importlib.util.spec_from_file_location("make_identifiers", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == module.PAGE.read_text("utf-8"), "run: python docs/make_identifiers.py"

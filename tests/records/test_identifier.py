"""Identifiers: every form that people paste, and the reasons for rejecting other texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import InvalidIdentifier
from moebib.records.identifier import Identifier, Scheme, parse_identifier

FORMS = [
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
    ("doi:11.1000/xyz", "not a DOI"),
    ("acl:2024", "not an ACL Anthology ID"),
    ("dblp:x", "not a DBLP key"),
    ("javascript:alert(1)", "not an identifier"),
    ("ftp://example.org/a", r"only http\(s\) URLs"),
    ("https://example.org/a b", "RFC 3986"),
    ("https://[example.org/a", "not an IPv6 address"),
    ("Attention is all you need", "not an identifier"),
    ("", "not an identifier"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_every_pasted_form_has_one_canonical_spelling(text: str, expected: str) -> None:
    assert str(parse_identifier(text)) == expected


@pytest.mark.parametrize("expected", sorted({expected for _, expected in FORMS}))
def test_the_canonical_spelling_is_read_back_as_it_is(expected: str) -> None:
    assert str(parse_identifier(expected)) == expected


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_an_invalid_identifier_is_rejected_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidIdentifier, match=reason) as caught:
        parse_identifier(text)
    assert caught.value.given == text


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


@given(st.text())
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
     "openalex:W1234", "hf:a/b.c-1", "hf:datasets/a/b", "url:https://a.example/x?y=%20z"],
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

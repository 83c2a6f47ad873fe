"""MEDLINE, the plain text of Web of Science, refer and EndNote's XML, which are read as RIS."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats import for_file, get
from valid_reading import assert_is_valid

MEDLINE = """
PMID- 31234567
OWN - NLM
DCOM- 20200101
IS  - 1234-5679 (Electronic)
VI  - 12
IP  - 3
DP  - 2019 Jun 15
TI  - Grey stones of the northern hills: a long title that continues on the
      next line.
PG  - 1234-45
LID - 10.5555/stones.1 [doi]
AB  - BACKGROUND: Stones are
      grey.
FAU - Lund, Ada M
AU  - Lund AM
AD  - Hill Institute.
FAU - van der Berg, Jan 3rd
AU  - van der Berg J 3rd
CN  - Stone Study Group
LA  - eng
PT  - Journal Article
TA  - J Stones
JT  - Journal of stones
OT  - stone
PMC - PMC7654321
"""
WEB_OF_SCIENCE = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Lund, A
   van der Berg, J
AF Lund, Ada M
   van der Berg, Jan
CA Stone Study Group
TI Grey stones of the northern hills: a long title that continues on the
   next line
SO JOURNAL OF STONES
LA English
DT Article
DE stone
AB BACKGROUND: Stones are
   grey.
SN 1234-5679
JI J Stones
PD JUN 15
PY 2019
VL 12
IS 3
BP 1234
EP 1245
DI 10.5555/stones.1
PM 31234567
UT WOS:000123456700001
ER

PT C
AU Holm, E
TI Red stones
BE Lund, A
SO PROCEEDINGS OF THE 3RD HILL CONFERENCE
SE Lecture Notes in Stones
CT 3rd Hill Conference
CY JUN 12-14, 2018
CL Oslo, NORWAY
PU SPRINGER
BN 978-3-16-148410-0
PY 2018
AR 17
ER

EF
"""
ENDNOTE = """<?xml version="1.0" encoding="UTF-8"?>
<xml><records><record><rec-number>12</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal" font="default">Lund, Ada M</style></author>
<author>Stone Study Group,</author></authors></contributors>
<titles><title><style face="italic">Salmo</style><style face="normal"> in CO</style><style face="subscript">2</style>
<style>&lt;i&gt;</style></title><secondary-title>Journal of stones</secondary-title></titles>
<periodical><full-title>Journal of stones</full-title><abbr-1>J Stones</abbr-1></periodical>
<pages>1234-1245</pages><volume>12</volume><number>3</number><keywords><keyword>stone</keyword></keywords>
<dates><year>2019</year><pub-dates><date>Jun 15</date></pub-dates></dates><isbn>1234-5679</isbn>
<electronic-resource-num>10.5555/stones.1</electronic-resource-num></record>
<record><ref-type name="Hologram">99</ref-type><titles><title>Red stones</title></titles>
<dates><year>soon</year></dates></record></records></xml>
"""
ARTICLE = {
    "id": "lund2019grey", "type": "article-journal", "volume": "12", "issue": "3", "page": "1234-1245",
    "title": "Grey stones of the northern hills: a long title that continues on the next line",
    "container_title_short": "J Stones", "issued": "2019-06-15", "language": "en", "keyword": ["stone"],
    "abstract": "BACKGROUND: Stones are grey.",
}  # fmt: skip
REFER = """\
%0 Journal Article
%A Lund, Ada M
%A Stone Study Group,
%T Grey stones of the northern hills: a long title that continues on the
next line
%B 2019
%J Journal of stones
%O J Stones
%V 12
%N 3
%P 1234-1245
%D 2019
%8 Jun 15
%@ 1234-5679
%R 10.5555/stones.1
%G en
%K stone
%X BACKGROUND: Stones are grey.
%= 20200101

%0 Report
%A Hill Institute
%T Red stones
%R R-12
"""
READ: dict[str, tuple[str, str, dict[str, Any]]] = {
    "medline": (
        "pubmed.nbib", MEDLINE,
        {**ARTICLE, "author": ["Lund, Ada M", "van der Berg, 3rd, Jan", "{Stone Study Group}"],
         "container_title": "Journal of stones",
         "identifiers": ["doi:10.5555/stones.1", "issn:1234-5679", "pmcid:PMC7654321", "pmid:31234567"]},
    ),
    "web-of-science": (
        "savedrecs.ciw", WEB_OF_SCIENCE,
        {**ARTICLE, "author": ["Lund, Ada M", "van der Berg, Jan", "{Stone Study Group}"],
         "container_title": "JOURNAL OF STONES", "extra": {"ris-an": "WOS:000123456700001"},
         "identifiers": ["doi:10.5555/stones.1", "issn:1234-5679", "pmid:31234567"]},
    ),
    "refer": (
        "scholar.enw", REFER,
        {**ARTICLE, "author": ["Lund, Ada M", "{Stone Study Group}"], "container_title": "Journal of stones",
         "identifiers": ["doi:10.5555/stones.1", "issn:1234-5679"]},
    ),
    "endnote-xml": (
        "library.xml", ENDNOTE,
        {**{field: ARTICLE[field] for field in ("type", "volume", "issue", "page", "issued", "keyword",
                                                "container_title_short")},
         "id": "lund2019salmo", "title": "<i>Salmo</i> in CO<sub>2</sub> <i>", "container_title": "Journal of stones",
         "author": ["Lund, Ada M", "{Stone Study Group}"], "identifiers": ["doi:10.5555/stones.1", "issn:1234-5679"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("format", READ)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_article_is_read(format: str, newline: str) -> None:
    name, text, expected = READ[format]
    data = text.replace("\n", newline).encode()
    assert for_file(name) is for_file("export.txt", data) is get(format)
    record = get(format).parse(data, name=name).records[0]
    assert record.to_dict() == expected


def read(format: str, text: str) -> dict[str, Any]:
    (record,) = get(format).parse_text(text).records
    return record.to_dict()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["TI  - [Red stones].", "TT  - Rote Steine."], {"title": "Rote Steine"}),
        (["TI  - Red stones?"], {"title": "Red stones?"}),
        (["TI  - Red stones.", "TT  - Rote Steine."], {"title": "Red stones"}),
        (["TI  - Not available.", "TT  - Rote Steine."], {"title": "Rote Steine"}),
        (["TI  - Stones &amp; hills.", "AB  - p &lt; 0.05"], {"title": "Stones & hills", "abstract": "p < 0.05"}),
        (["OT  - *stone", "OT  - hill"], {"keyword": ["stone", "hill"]}),
        (["PG  - e17"], {"number": "e17"}),
        (["DP  - 2018 Winter"], {"issued": "2018-24"}),
        (["DP  - 2018", "DEP - 20180203", "PST - epublish"], {"issued": "2018-02-03"}),
        (["DP  - 2018", "DEP - 20180203", "PST - ppublish"], {"issued": "2018"}),
        (["TI  - Part.", "BTI - Hill Book."], {"type": "chapter", "title": "Part", "container_title": "Hill Book"}),
        (["BTI - Hill Book."], {"type": "book", "title": "Hill Book"}),
        (["PT  - Preprint", "JT  - bioRxiv : the preprint server for biology"],
         {"type": "article", "genre": "preprint", "container_title": "bioRxiv"}),
        (["AU  - Lund AM"], {"author": ["Lund, A. M."]}),
        (["FAU - Li", "CN  - CERN"], {"author": ["Li", "{CERN}"]}),
        (["RIN - J Stones. 2020;1:2. PMID: 32345678"],
         {"status": {"kind": "retracted", "source": "https://pubmed.ncbi.nlm.nih.gov/32345678/"}}),
        (["PT  - Retracted Publication"], {"status": {"kind": "retracted", "source": "pubmed"}}),
    ],
)  # fmt: skip
def test_medline_is_read_as_the_xml_of_pubmed_is(lines: list[str], expected: dict[str, Any]) -> None:
    values = read("medline", "\n".join(["PMID- 1", *lines]))
    assert {name: values.get(name) for name in expected} == expected


def test_a_conference_paper_of_web_of_science_is_read() -> None:
    record = get("web-of-science").parse_text(WEB_OF_SCIENCE).records[1]
    assert record.to_dict() == {
        "id": "holm2018red", "type": "paper-conference", "title": "Red stones", "author": ["Holm, E"],
        "editor": ["Lund, A"], "issued": "2018", "container_title": "PROCEEDINGS OF THE 3RD HILL CONFERENCE",
        "collection_title": "Lecture Notes in Stones", "event_title": "3rd Hill Conference", "number": "17",
        "event_place": "Oslo, NORWAY", "event_date": "2018-06-12/2018-06-14", "publisher": "SPRINGER",
        "identifiers": ["isbn:9783161484100"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["PT J", "PD SPR-SUM", "PY 2018"], {"issued": "2018-21/2018-22"}),
        (["PT J", "AU [Anonymous]", "AF [Anonymous]"], {"author": None, "extra": None}),
        (["PT J", "PS 1-9"], {"page": "1-9"}),
        (["PT P", "AU LUND A", "PN XX2019123456-A1", "AE STONE WORKS INC (STON-C); HILL CO LTD (HILL-N)",
          "PD XX2019123456-A1   27 Jun 2019   A01D-034/00"],
         {"type": "patent", "author": ["LUND, A."], "number": "XX2019123456-A1", "issued": "2019-06-27",
          "extra": {"holder": "{STONE WORKS INC} and {HILL CO LTD}"}}),
    ],
)  # fmt: skip
def test_older_and_other_databases_of_web_of_science_are_read(lines: list[str], expected: dict[str, Any]) -> None:
    text = "\n".join([*lines, "TI Stones", "ER", ""])
    assert {name: read("web-of-science", text).get(name) for name in expected} == expected
    assert left("web-of-science", text) == []


def test_endnote_without_the_names_of_types_and_with_journals_of_pubmed_is_read() -> None:
    text = (
        "<xml><records><record><ref-type>17</ref-type><titles><title>Stones</title><secondary-title>J Stones"
        "</secondary-title></titles><alt-periodical><full-title>Journal of stones</full-title></alt-periodical>"
        "<electronic-resource-num>S0(19)3 [pii]&#xD;10.5555/stones.1 [doi]</electronic-resource-num>"
        "</record></records></xml>"
    )
    assert read("endnote-xml", text) == {
        "id": "stones", "type": "article-journal", "title": "Stones", "container_title": "Journal of stones",
        "container_title_short": "J Stones", "identifiers": ["doi:10.5555/stones.1"],
        "extra": {"ris-do": "S0(19)3 [pii] 10.5555/stones.1 [doi]"},
    }  # fmt: skip


def test_refer_with_and_without_types_is_read() -> None:
    parsed = get("refer").parse_text(REFER)
    assert parsed.records[1].to_dict() == {
        "id": "hillinstitutered", "type": "report", "author": ["{Hill Institute}"], "title": "Red stones",
        "number": "R-12",
    }  # fmt: skip
    assert left("refer", REFER) == [("lund2019grey", "B", ("2019",), 6)]
    roff = "%A Ada Q. Lund\n%A Otto Berg\n%T Pots\n%J Clay\n%O to appear\n\n%T Red pots\n%I Hills\n%F red\n%F 2\n"
    assert [record.to_dict() for record in get("refer").parse_text(roff).records] == [
        {"id": "lundpots", "type": "article-journal", "title": "Pots", "author": ["Lund, Ada Q.", "Berg, Otto"],
         "container_title": "Clay", "note": "to appear"},
        {"id": "red", "type": "book", "title": "Red pots", "publisher": "Hills"},
    ]  # fmt: skip
    assert left("refer", roff) == [("red", "F", ("2",), 10)]


def test_what_cannot_be_read_is_reported_under_its_own_name() -> None:
    findings = get("endnote-xml").parse_text(ENDNOTE).findings
    assert [(finding.line, finding.code, finding.field) for finding in findings] == [
        (11, "MB135", "ref-type"), (12, "MB134", "dates/year"),
    ]  # fmt: skip
    (finding,) = get("web-of-science").parse_text("PT J\nTI A\nPY soon\nER\n").findings
    assert str(finding) == "3: MB134 PY: not a date: 'soon'"


def test_a_record_of_web_of_science_without_an_end_is_read_and_reported() -> None:
    parsed = get("web-of-science").parse_text("FN Web\nVR 1.0\nPT J\nTI Stones\nPT J\nTI Hills\nER\nPT J\nTI Lak")
    assert [record.title for record in parsed.records] == ["Stones", "Hills", "Lak"]
    assert [(finding.line, finding.code) for finding in parsed.findings] == [(3, "MB136"), (8, "MB136")]


def test_the_records_of_a_truncated_file_are_read() -> None:
    parsed = get("endnote-xml").parse_text(ENDNOTE[:-40])
    assert [record.title for record in parsed.records][1:] == ["Red stones"]
    assert [finding.code for finding in parsed.findings][:1] == ["MB151"]


@pytest.mark.parametrize("text", ["", "<", "<xml>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "no XML"])
def test_what_is_no_xml_is_a_finding_or_nothing(text: str) -> None:
    assert get("endnote-xml").parse_text(text).records == ()


@pytest.mark.parametrize("format", READ)
@given(text=st.text(alphabet="PTJERAUI -\nMD0<>/xml&;", max_size=60))
def test_any_text_gives_only_valid_records(format: str, text: str) -> None:
    assert_is_valid(get(format).parse_text(text))
    assert_is_valid(get(format).parse_text(READ[format][1].replace("3", text)))


def left(format: str, text: str) -> list[tuple[str, str, tuple[str, ...], int | None]]:
    return [(item.key, item.name, item.values, item.line) for item in get(format).parse_text(text).left]


def test_what_pubmed_says_beyond_a_record_is_left() -> None:
    more = (
        "STAT- MEDLINE\nAUID- ORCID: 0000-0002-1825-0097\nLID - 10.5555/stones.1 [doi]\nLID - S01(19)3 [pii]\n"
        "PT  - Review\nMH  - *Stones\nMH  - Humans\nRIN - J Stones. 2020. PMID: 31234568\n"
    )
    assert left("medline", MEDLINE + more) == [
        ("lund2019grey", "AD", ("Hill Institute.",), 17),
        ("lund2019grey", "AUID", ("ORCID: 0000-0002-1825-0097",), 28),
        ("lund2019grey", "LID", ("S01(19)3 [pii]",), 30),
        ("lund2019grey", "PT", ("Review",), 31),
        ("lund2019grey", "MH", ("*Stones", "Humans"), 32),
    ]


def test_what_is_repeated_is_not_left() -> None:
    text = "PMID- 1\nTI  - Part.\nBTI - Hill Book\nPT  - Book Chapter\nBTI - Hill Book\n"
    assert left("medline", text) == []
    assert left("web-of-science", "PT B\nAF Lund, Ada\nBF Lund, Ada\nTI Stones\nDT Article; Early Access\nER\n") == []


def test_headings_of_mesh_are_the_keywords_of_a_work_without_others() -> None:
    text = "PMID- 1\nTI  - Stones.\nPT  - Journal Article\nMH  - *Stones/*grey\nMH  - Humans\n"
    assert read("medline", text)["keyword"] == ["Stones/grey", "Humans"]
    assert left("medline", text) == []


def test_what_web_of_science_says_beyond_a_record_is_left() -> None:
    more = "DT Review\nID ROCKS; HILLS\nTC 5\nC1 [Lund, A] Hill.\n   [Berg, O] Pond.\nER\n"
    text = WEB_OF_SCIENCE.replace("DT Article\n", "").replace("ER\n", more, 1)
    assert left("web-of-science", text) == [
        ("lund2019grey", "DT", ("Review",), 27),
        ("lund2019grey", "ID", ("ROCKS; HILLS",), 28),
        ("lund2019grey", "C1", ("[Lund, A] Hill.", "[Berg, O] Pond."), 30),
    ]


def test_elements_of_endnote_without_a_place_are_left() -> None:
    more = "<reviewed-item><style>Hills</style></reviewed-item><urls><x-urls><url>u</url></x-urls></urls><pages>"
    assert left("endnote-xml", ENDNOTE.replace("<pages>", more, 1)) == [
        ("lund2019salmo", "reviewed-item", ("Hills",), 8),
        ("lund2019salmo", "url", ("u",), 8),
    ]

"""Reading RIS of other programs, and invalid RIS."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import moebib
from clock import in_proportion
from moebib.formats import ParsedFile, for_file, get
from moebib.formats.ris.writer import to_ris
from moebib.records.record import Record
from valid_reading import assert_is_valid


def read(text: str) -> ParsedFile:
    return get("ris").parse_text(text)


def record(*lines: str, type_: str = "JOUR") -> Record:
    """The record of these lines, which must be read without a finding."""
    parsed = read("\n".join([f"TY  - {type_}", "ID  - k", *lines, "ER  - ", ""]))
    assert parsed.findings == ()
    return parsed.records[0]


def fields(*lines: str, type_: str = "JOUR") -> dict[str, Any]:
    values = record(*lines, type_=type_).to_dict()
    return {name: value for name, value in values.items() if name not in ("id", "type")}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_any_line_end_is_read(newline: str, bom: str) -> None:
    text = bom + newline.join(
        ["TY  - BOOK", "ID  - a", "TI  - Experts", "ER  - ", "", "TY  - BOOK", "ID  - b", "ER  -"]
    )
    parsed = read(text)
    assert [parsed_record.id for parsed_record in parsed.records] == ["a", "b"]
    assert parsed.findings == ()


@pytest.mark.parametrize(
    "line", ["TI  - Experts", "TI  -Experts", "TI - Experts", "TI   -  Experts", "ti  - Experts", "  TI  - Experts"]
)
def test_a_tag_is_read_with_any_number_of_spaces(line: str) -> None:
    assert fields(line) == {"title": "Experts"}


def test_a_line_without_a_tag_continues_the_previous_value() -> None:
    assert fields("AB  - Of experts,", "   as they - the few - are.", "no - way", "", "N1  - x") == {
        "abstract": "Of experts, as they - the few - are. no - way",
        "note": "x",
    }


def test_an_entity_is_read_on_a_continued_line_too() -> None:
    assert fields("TI  - Hills &amp;", "  lakes &lt; &#233;tangs") == {"title": "Hills & lakes < étangs"}


def test_a_line_after_a_keyword_is_a_keyword() -> None:
    assert fields("KW  - one", "two", "KW  - three, four") == {"keyword": ["one", "two", "three, four"]}


def test_an_unknown_tag_of_two_letters_is_kept() -> None:
    assert fields("XY  - a", "C1  - b", "XY  - c") == {"extra": {"ris-xy": "a\nc", "ris-c1": "b"}}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["T1  - A", "TI  - A"], {"title": "A"}),
        (["CT  - A"], {"title": "A"}),
        (["T1  - A", "TI  - B"], {"title": "B", "extra": {"ris-t1": "A"}}),
        (["JF  - Journal", "JO  - J.", "T2  - Journal"], {"container_title": "Journal", "container_title_short": "J."}),
        (["JO  - Journal"], {"container_title": "Journal"}),
        (["T2  - Journal", "JA  - J.", "JO  - J."], {"container_title": "Journal", "container_title_short": "J."}),
        (["A1  - Wit, Jan", "A2  - Berg, Ed", "A3  - Other, O"],
         {"author": ["Wit, Jan"], "editor": ["Berg, Ed"], "extra": {"serieseditor": "Other, O"}}),
        (["AU  - Jones, Tom, Jr."], {"author": ["Jones, Jr., Tom"]}),
        (["AU  - World Health Organization,"], {"author": ["{World Health Organization}"]}),
        (["AU  - University of California,, Irvine"], {"author": ["{University of California, Irvine}"]}),
        (["PY  - 2001///"], {"issued": "2001"}),
        (["Y1  - 2001/05/07/"], {"issued": "2001-05-07"}),
        (["PY  - 2001", "DA  - 2001-05-07"], {"issued": "2001-05-07"}),
        (["PY  - 2001", "DA  - July 7"], {"issued": "2001-07-07"}),
        (["DA  - 2001 Jul"], {"issued": "2001-07"}),
        (["PY  - 2001", "DA  - 2001/Jul/05"], {"issued": "2001-07-05"}),
        (["PY  - c. 300 BC"], {"issued": "-0299~"}),
        (["PY  - 2001/00/00"], {"issued": "2001"}),
        (["PY  - c1999"], {"issued": "1999", "extra": {"ris-py": "c1999"}}),
        (["PY  - 2001", "DA  - 2001-05-07T10:00:00Z"],
         {"issued": "2001-05-07", "extra": {"ris-da": "2001-05-07T10:00:00Z"}}),
        (["DA  - 2001 1st Quarter"], {"issued": "2001", "extra": {"ris-da": "2001 1st Quarter"}}),
        (["PY  - 2001", "DA  - 2001/07//Summer"], {"issued": "2001-07", "extra": {"ris-da": "2001/07//Summer"}}),
        (["PY  - 2001", "DA  - 2000/12/24"], {"issued": "2001", "extra": {"ris-da": "2000/12/24"}}),
        (["SP  - 1-10"], {"page": "1-10"}),
        (["SP  - 1-10", "EP  - 10"], {"page": "1-10"}),
        (["SP  - 1", "EP  - 1"], {"page": "1"}),
        (["EP  - 10"], {"extra": {"ris-ep": "10"}}),
        (["DO  - https://doi.org/10.1145/A.2"], {"identifiers": ["doi:10.1145/a.2"]}),
        (["DO  - 10.1145/1.2; 10.1145/3.4", "DO  - doi:10.1145/1.2"],
         {"identifiers": ["doi:10.1145/1.2", "doi:10.1145/3.4"]}),
        (["M3  - 10.1145/1.2"], {"identifiers": ["doi:10.1145/1.2"]}),
        (["UR  - https://a.example/x;https://doi.org/10.1145/1.2"],
         {"identifiers": ["doi:10.1145/1.2"], "url": "https://a.example/x"}),
        (["UR  - www.a.example/x;https://a.example/y"],
         {"identifiers": ["url:https://a.example/y"], "url": "http://www.a.example/x"}),
        (["UR  - http://a.example/{x}^|y"], {"url": "http://a.example/{x}^|y"}),
        (["UR  - HTTPS://a.example/X"], {"url": "https://a.example/X"}),
        (["UR  - http://dx.doi.org/10.1145/1.2"], {"identifiers": ["doi:10.1145/1.2"]}),
        (["UR  - https://a.example/x", "L2  - https://a.example/y"],
         {"identifiers": ["url:https://a.example/y"], "url": "https://a.example/x"}),
        (["L1  - https://a.example/x.pdf", "L1  - internal-pdf://1/x.pdf"],
         {"links": {"pdf": ["https://a.example/x.pdf"]}, "extra": {"ris-l1": "internal-pdf://1/x.pdf"}}),
        (["L1  - https://a.example/\x01.pdf"], {"extra": {"ris-l1": "https://a.example/\x01.pdf"}}),
        (["SN  - 0302-9743 (print), 1611-3349 (online)"], {"identifiers": ["issn:0302-9743", "issn:1611-3349"]}),
        (["SN  - ISBN 978-0-262-03384-8"], {"identifiers": ["isbn:9780262033848"]}),
        (["ST  - A"], {"title": "A"}),
        (["TI  - A: B", "ST  - A"], {"title": "A: B", "title_short": "A"}),
        (["M1  - 3", "VL  - 3"], {"volume": "3", "issue": "3"}),
        (["CP  - 3"], {"issue": "3"}),
        (["M1  - 17", "IS  - 3"], {"issue": "3", "extra": {"ris-m1": "17"}}),
        (["TI  - <em>S. trutta</em> in CO<inf>2</inf> &amp; &#233;tangs"],
         {"title": "<i>S. trutta</i> in CO<sub>2</sub> & étangs"}),
        (["UR  - https://a.example/x?a=1&amp;copy=2"], {"url": "https://a.example/x?a=1&copy=2"}),
        (["AN  - 12345678", "DB  - PubMed", "C2  - PMC1234567"],
         {"identifiers": ["pmcid:PMC1234567", "pmid:12345678"], "extra": {"ris-db": "PubMed"}}),
        (["AN  - WOS:000123", "DB  - PubMed", "C2  - 7"],
         {"extra": {"ris-an": "WOS:000123", "ris-db": "PubMed", "ris-c2": "7"}}),
        (["Y2  - 2024/11/02/"], {"accessed": "2024-11-02"}),
        (["Y2  - 2024/11/02/10:30:00"], {"accessed": "2024-11-02", "extra": {"ris-y2": "2024/11/02/10:30:00"}}),
        (["A4  - Cho, Ada", "A4  - Wit, Jan"], {"translator": ["Cho, Ada", "Wit, Jan"]}),
        (["ET  - 2"], {"edition": "2"}),
        (["M3  - Journal Article; Early Access"], {"extra": {"ris-m3": "Journal Article; Early Access"}}),
        (["M3  - Original Research"], {"extra": {"ris-m3": "Original Research"}}),
        (["M3  - Review"], {"genre": "Review"}),
        (["ET  - 2018/07/06"], {"extra": {"ris-et": "2018/07/06"}}),
        (["M3  - https://doi.org/10.1145/1.2", "N1  - doi: 10.1145/1.2", "L3  - 10.1145/1.2"],
         {"identifiers": ["doi:10.1145/1.2"]}),
        (["N1  - doi: 10.1145/1.2", "L3  - a.pdf"], {"note": "doi: 10.1145/1.2", "extra": {"ris-l3": "a.pdf"}}),
        (["VL  - n/a", "IS  - N/A", "TI  - n/a"], {"title": "n/a"}),
        (["KW  - ponds; *lakes;", "KW  - lakes"], {"keyword": ["ponds", "*lakes", "lakes"]}),
        (["PM  - 12345678"], {"identifiers": ["pmid:12345678"]}),
        (["PM  - PUBMED 1234567"], {"identifiers": ["pmid:1234567"]}),
        (["C3  - PUBMED 1234567", "C3  - EM 1"], {"identifiers": ["pmid:1234567"], "extra": {"ris-c3": "EM 1"}}),
        (["C2  - 12345678", "DB  - Scopus"], {"identifiers": ["pmid:12345678"], "extra": {"ris-db": "Scopus"}}),
        (["UR  - http://www.ncbi.nlm.nih.gov/pubmed/12345678"], {"identifiers": ["pmid:12345678"]}),
        (["T2  - J Ponds", "J2  - Journal of Ponds", "J2  - Journal of Ponds"],
         {"container_title": "Journal of Ponds", "container_title_short": "J Ponds"}),
        (["SP  - 12-", "EP  - 34"], {"page": "12-34"}),
        (["PY  - 2001/03/05", "Y1  - 2001"], {"issued": "2001-03-05"}),
        (["PY  - 2001", "DA  - 20010305"], {"issued": "2001-03-05"}),
        (["PY  - 2001/Spring//"], {"issued": "2001-21"}),
        (["PY  - c2001"], {"issued": "2001", "extra": {"ris-py": "c2001"}}),
        (["DA  - 2001-03-05T00:00:00Z"], {"issued": "2001-03-05", "extra": {"ris-da": "2001-03-05T00:00:00Z"}}),
        (["N2  - a", "N1  - b", "N1  - c"], {"abstract": "a", "note": "b", "extra": {"ris-n1": "c"}}),
    ],
)  # fmt: skip
def test_the_tags_of_common_programs_are_read(lines: list[str], expected: dict[str, Any]) -> None:
    assert fields(*lines) == expected


@pytest.mark.parametrize(
    ("type_", "lines", "expected"),
    [
        ("CPAPER", ["T2  - ICML"],
         {"type": "paper-conference", "container_title": "ICML", "extra": {"ris-ty": "CPAPER"}}),
        ("CONF", ["T2  - ICML 2024", "C3  - Proceedings"],
         {"type": "paper-conference", "container_title": "Proceedings", "event_title": "ICML 2024"}),
        ("CHAP", ["BT  - The Book", "T1  - Part"], {"type": "chapter", "title": "Part", "container_title": "The Book"}),
        ("BOOK", ["BT  - The Book", "T2  - LNCS"], {"type": "book", "title": "The Book", "collection_title": "LNCS"}),
        ("BOOK", ["T2  - Part of", "T3  - LNCS"],
         {"type": "book", "container_title": "Part of", "collection_title": "LNCS"}),
        ("UNPB", ["M3  - Preprint"], {"type": "article", "genre": "preprint"}),
        ("UNPB", [], {"type": "manuscript"}),
        ("BOOK", ["SP  - 345"], {"type": "book", "extra": {"pagetotal": "345"}}),
        ("BOOK", ["SP  - xii, 345 p."], {"type": "book", "extra": {"pagetotal": "xii, 345"}}),
        ("BOOK", ["SP  - 3", "EP  - 9"], {"type": "book", "page": "3-9"}),
        ("BOOK", ["A2  - Berg, Otto", "A3  - Ö, Eva", "A4  - Ash, B."],
         {"type": "book", "editor": ["Berg, Otto"], "translator": ["Ash, B."],
          "extra": {"serieseditor": r"{\"O}, Eva"}}),
        ("PAT", ["A2  - Stone Works"], {"type": "patent", "extra": {"holder": "{Stone Works}"}}),
        ("CASE", ["A2  - Hill Reports"], {"type": "legal_case", "extra": {"ris-a2": "Hill Reports"}}),
        ("MPCT", ["A3  - Holm, Eva"], {"type": "motion_picture", "extra": {"producer": "Holm, Eva"}}),
        ("PCOMM", ["A2  - Holm, Eva"], {"type": "personal_communication", "extra": {"recipient": "Holm, Eva"}}),
        ("THES", ["M3  - PhD thesis"], {"type": "thesis", "genre": "PhD thesis"}),
        ("CONF", ["A4  - Cho, Ada"], {"type": "paper-conference", "extra": {"ris-a4": "Cho, Ada"}}),
        ("COMP", ["ET  - 1.4.2"], {"type": "software", "version": "1.4.2"}),
        ("jour", [], {"type": "article-journal"}),
    ],
)  # fmt: skip
def test_the_meaning_of_a_tag_depends_on_the_type(type_: str, lines: list[str], expected: dict[str, Any]) -> None:
    assert record(*lines, type_=type_).to_dict() == {"id": "k"} | expected


def test_unreadable_values_are_kept_and_reported_with_their_line() -> None:
    parsed = read("TY  - JOUR\nID  - k\nAU  - A, B, C, D\nPY  - soon\nDO  - none\nUR  - ftp://x\nSN  - 12\nER  - \n")
    assert parsed.records[0].extra == {
        "ris-au": "A, B, C, D", "year": "soon", "ris-do": "none", "ris-ur": "ftp://x", "ris-sn": "12",
    }  # fmt: skip
    assert sorted((finding.line, finding.code, finding.field) for finding in parsed.findings) == [
        (3, "MB134", "AU"), (4, "MB134", "PY"), (5, "MB134", "DO"), (6, "MB134", "UR"), (7, "MB134", "SN"),
    ]  # fmt: skip


def test_an_invalid_url_that_contains_a_doi_is_kept_and_reported() -> None:
    url = "http://a.example/p q/https://doi.org/10.5555/j"
    parsed = read(f"TY  - JOUR\nID  - k\nUR  - http://a.example/x\nUR  - {url}\nER  - \n")
    assert (parsed.records[0].identifiers, parsed.records[0].extra) == ((), {"ris-ur": url})
    assert [(finding.line, finding.code) for finding in parsed.findings] == [(4, "MB134")]


def test_an_invalid_record_does_not_affect_the_others() -> None:
    parsed = read(
        "FN Some Database\nVR 1.0\nTY  - JOUR\nTI  - One\nTY  - SCROLL\nTI  - Two\nER  - \nTY  - BOOK\nTI  - Three"
    )
    assert [(parsed_record.title, parsed_record.type) for parsed_record in parsed.records] == [
        ("One", "article-journal"), ("Two", "document"), ("Three", "book"),
    ]  # fmt: skip
    assert [(finding.line, finding.code) for finding in parsed.findings] == [
        (1, "MB133"), (3, "MB136"), (5, "MB135"), (8, "MB136"),
    ]  # fmt: skip


def test_a_record_without_a_key_is_given_one() -> None:
    parsed = read(
        "".join(
            f"TY  - JOUR\n{key}AU  - Wit, Jan\nTI  - Sparse\nPY  - 2024\nER  - \n"
            for key in ("", "", "ID  - x\n", "ID  - X\n")
        )
    )
    assert [parsed_record.id for parsed_record in parsed.records] == [
        "wit2024sparse",
        "wit2024sparsea",
        "x",
        "wit2024sparseb",
    ]


def test_an_invalid_key_is_replaced_by_a_valid_one() -> None:
    parsed_record = record("ID  - Wit 2024, 2")  # the first ID is the key
    assert parsed_record.extra == {"ris-id": "Wit 2024, 2"}
    parsed = read("TY  - JOUR\nID  - Wit 2024, 2\nER  - ")
    assert parsed.records[0].id == "Wit-2024-2"


def test_a_ris_file_is_recognised_by_its_name_and_by_its_text() -> None:
    assert for_file("Export.RIS") is get("ris")
    assert for_file("<stdin>", b"\xef\xbb\xbfTY  - JOUR\nER  - \n") is get("ris")


def test_a_windows_1252_file_is_read_and_reported() -> None:
    data = "TY  - JOUR\r\nAU  - Müller, Jörg\r\nER  - \r\n".encode("cp1252")
    text, findings = get("ris").decode(data, "x.ris")
    assert [str(parsed_record.author[0]) for parsed_record in read(text).records] == ["Müller, Jörg"]
    assert [finding.code for finding in findings] == ["MB128"]


@pytest.mark.parametrize("tag", ["AU", "DO", "M3", "PY"])
def test_a_long_value_is_read_in_linear_time(tag: str) -> None:
    with in_proportion():
        read(f"TY  - JOUR\n{tag}  - {'x' * 100_000}\nER  - \n")


@pytest.mark.parametrize(("tag", "value"), [("TI", "\\$" * 100_000), ("AU", f"Doe,{' ' * 100_000}Jane")])
def test_thousands_of_signs_in_a_value_are_read_in_linear_time(tag: str, value: str) -> None:
    with in_proportion():
        read(f"TY  - JOUR\n{tag}  - {value}\nER  - \n")


def test_thousands_of_tags_are_read_in_linear_time() -> None:
    with in_proportion():
        parsed_record = record(
            *(f"AU  - Family{i}, Given" for i in range(20_000)), *(f"KW  - {i}" for i in range(20_000))
        )
    assert (len(parsed_record.author), len(parsed_record.keyword)) == (20_000, 20_000)


@given(st.text(alphabet="TYERAUPDIKW01 -\n\r,;:/x", max_size=120))
def test_any_text_gives_only_valid_records(text: str) -> None:
    assert_is_valid(read(text))
    assert_is_valid(read(f"TY  - JOUR\n{text}"))


@pytest.mark.parametrize("last", ["et al.", "et al", "others", "others,"])
def test_a_last_author_that_means_others_is_not_a_person(last: str) -> None:
    parsed = get("ris").parse_text(f"TY  - BOOK\nID  - a\nAU  - Dai, Damai\nAU  - {last}\nER  - \n")
    assert parsed.records[0].to_dict()["author"] == ["Dai, Damai", "others"]


FILES: dict[str, tuple[str, dict[str, Any]]] = {
    "IEEE": (
        "TY  - CONF\nTI  - Grey stones\nT2  - 2020 Conf. on Stones\nSP  - 1\nEP  - 6\nAU  - C. Li\nAU  - M. D. Lind\n"
        "PY  - 2020\nDO  - 10.5555/1.2\nJO  - 2020 Conf. on Stones\nIS  - \n"
        "VO  - \nJA  - Conf. Stones\nY1  - 12-14 June 2020\nER  - \n",
        {"type": "paper-conference", "author": ["Li, C.", "Lind, M. D."], "page": "1-6",
         "container_title": "2020 Conf. on Stones", "issued": "2020-06-12/2020-06-14"},
    ),
    "Ovid": (
        "TY  - JOUR\nA1  - Fenn E.\nA1  - van Ash B.C.\nT1  - Red stones\nJF  - Stones\nY1  - 2019//\nER  - \n",
        {"author": ["Fenn, E.", "van Ash, B.C."], "container_title": "Stones", "issued": "2019"},
    ),
    "Scopus": (
        "TY  - JOUR\nTI  - Red stones\nT2  - Stones\nJ2  - St.\nVL  - 1\n"
        "IS  - 2\nC7  - 17\nPY  - 2021\nAU  - Fenn, E.\n"
        "AU  - Stone Study Group\nAD  - Hill Institute\nN1  - Export Date: 1 June 2022\n"
        "M3  - Article\nDB  - Scopus\nER  - \n",
        {"author": ["Fenn, E.", "{Stone Study Group}"], "number": "17", "issue": "2", "genre": None},
    ),
    "Springer": (
        "Provider: Springer\nContent: text/plain; charset=\"UTF-8\"\nTY  - CHAP\n"
        "AU  - Berg, Otto\nED  - Holm, Eva\nPY  - 2020\n"
        "DA  - 2020//\nTI  - Stones\nBT  - Hill Book\nSP  - 3\n"
        "EP  - 9\nPB  - Hills\nCY  - Oslo\nSN  - 978-3-16-148410-0\n"
        "UR  - https://doi.org/10.5555/1.2\nDO  - 10.5555/1.2\nID  - Berg2020\nER  - \n",
        {"id": "Berg2020", "container_title": "Hill Book", "editor": ["Holm, Eva"], "publisher_place": "Oslo"},
    ),
    "Web of Science": (
        "TY  - JOUR\nAU  - Lund, A\nTI  - Grey stones\nT2  - JOURNAL OF STONES\n"
        "M3  - Article\nSN  - 1234-5679\nJ9  - J STONES\n"
        "JI  - J. Stones\nDA  - JUN 15\nPY  - 2019\nVL  - 12\nSP  - 1\nEP  - 9\nAN  - WOS:000123456700001\nER  - \n",
        {"issued": "2019-06-15", "page": "1-9", "volume": "12", "container_title_short": "J. Stones"},
    ),
    "the key before the type": (
        "ID  - lund2019\nTY  - JOUR\nTI  - Stones\nER  - \n\nID  - lund2020\nTY  - JOUR\nTI  - Stones\nER  - \n",
        {"id": "lund2019", "title": "Stones"},
    ),
    "names in reading order": (
        "TY  - CHAP\nAU  - Catalina Barden\nAU  - Stone Study Group\nTI  - Stones\nER  - \n",
        {"author": ["Barden, Catalina", "{Stone Study Group}"]},
    ),
    "an organisation beside names with commas": (
        "TY  - BOOK\nAU  - Gates Unlimited\nTI  - Stones\nER  - \nTY  - BOOK\nAU  - Lund, Ada\nTI  - Hills\nER  - \n",
        {"author": ["{Gates Unlimited}"]},
    ),
    "an organisation beside names in reading order, and names with commas in another record": (
        "TY  - JOUR\nAU  - J. Q. Lind\nAU  - Catalina Barden\nAU  - Hill Institute\nTI  - Stones\nER  - \n"
        "TY  - BOOK\nAU  - Lund, Ada\nTI  - Hills\nER  - \n",
        {"author": ["Lind, J. Q.", "Barden, Catalina", "{Hill Institute}"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", FILES)
def test_a_file_is_read_as_the_program_means_it(program: str) -> None:
    text, expected = FILES[program]
    parsed = read(text)
    assert [finding.message for finding in parsed.findings] == []
    values = parsed.records[0].to_dict()
    assert {name: values.get(name) for name in expected} == expected


OVID = """\
Record #1 of 2

1.
TY  - JOUR
TI  - Ponds
ER  -

Link to the Ovid Full Text or citation: https://a.example/x

C1  - Database: Stones <1980 to 2024>

Search Strategy:
1     ponds/ (123)

2.
TY  - JOUR
TI  - Hills
ER
"""


def test_what_a_database_writes_between_records_is_part_of_none() -> None:
    parsed = read(OVID)
    assert [parsed_record.to_dict() for parsed_record in parsed.records] == [
        {"id": "ponds", "type": "article-journal", "title": "Ponds"},
        {"id": "hills", "type": "article-journal", "title": "Hills"},
    ]
    assert [(finding.line, finding.code) for finding in parsed.findings] == [(10, "MB133")]


def test_a_record_without_a_type_is_not_mixed_with_the_next_one() -> None:
    parsed = read("TI  - Ponds\n\nAU  - Lund, Ada\nER  - \nTY  - JOUR\nTI  - Hills\nER  - \n")
    assert [(parsed_record.type, parsed_record.title) for parsed_record in parsed.records] == [
        ("document", "Ponds"), ("article-journal", "Hills"),
    ]  # fmt: skip
    assert [str(finding) for finding in parsed.findings] == [
        "1: MB136 the record does not begin with 'TY  - '; read as 'GEN'"
    ]


def test_a_tag_without_a_record_is_reported() -> None:
    assert [str(finding) for finding in read("TI  - A\n  B\n").findings] == [
        "1: MB133 line outside a record, which begins with 'TY  - ': 'TI - A B'"
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["TY  - THES", "A3  - Holm, Eva"], {"type": "thesis", "extra": {"advisor": "Holm, Eva"}}),
        (["TY  - RPRT", "SN  - R-12"], {"type": "report", "number": "R-12"}),
        (["TY  - RPRT", "SN  - R-12", "M1  - 3"], {"type": "report", "number": "R-12", "extra": {"ris-m1": "3"}}),
        (["TY  - PAT", "SN  - US 12", "M1  - 3"], {"type": "patent", "number": "US 12", "extra": {"ris-m1": "3"}}),
        (["TY  - RPRT", "IS  - R-12"], {"type": "report", "number": "R-12"}),
        (["TY  - RPRT", "IS  - 4", "M1  - R-12"], {"type": "report", "number": "R-12", "issue": "4"}),
        (["TY  - BOOK", "A3  - Holm, Eva"], {"type": "book", "editor": ["Holm, Eva"]}),
        (["TY  - BOOK", "AU  - Lund, A", "A3  - Holm, Eva"],
         {"type": "book", "author": ["Lund, A"], "extra": {"serieseditor": "Holm, Eva"}}),
        (["TY  - BOOK", "AU  - Lund, A", "T2  - Hills", "A3  - Holm, Eva"],
         {"type": "book", "author": ["Lund, A"], "collection_title": "Hills", "extra": {"serieseditor": "Holm, Eva"}}),
        (["TY  - EDBOOK", "AU  - Holm, Eva", "A2  - Lund, Ada"],
         {"type": "book", "editor": ["Holm, Eva"], "extra": {"serieseditor": "Lund, Ada"}}),
        (["TY  - SLIDE", "A2  - Holm, Eva"], {"type": "speech", "author": ["Holm, Eva"]}),
        (["TY  - THES", "VL  - MSc"], {"type": "thesis", "genre": "MSc"}),
        (["TY  - THES", "VL  - MSc", "M3  - MSc thesis"], {"type": "thesis", "genre": "MSc thesis"}),
        (["TY  - THES", "VL  - 2", "M3  - MSc"], {"type": "thesis", "genre": "MSc", "volume": "2"}),
        (["TY  - ELEC", "VL  - 2021", "IS  - 1 May"], {"type": "webpage", "accessed": "2021-05-01"}),
        (["TY  - BOOK", "OP  - Hills, 1950", "NV  - 3", "SE  - 4"],
         {"type": "book", "extra": {"volumes": "3", "ris-op": "Hills, 1950", "ris-se": "4"}}),
        (["TY  - PREPRINT"], {"type": "article", "genre": "preprint", "extra": {"ris-ty": "PREPRINT"}}),
        (["TY  - RPRT", "SN  - 0302-9743"], {"type": "report", "identifiers": ["issn:0302-9743"]}),
        (["TY  - jour"], {"type": "article-journal"}),
        (["TY  - EJOU"], {"type": "article-journal", "extra": {"ris-ty": "EJOU"}}),
        (["TY  - Journal Article"], {"type": "article-journal", "extra": {"ris-ty": "Journal Article"}}),
    ],
)  # fmt: skip
def test_a_tag_is_read_by_the_type_of_the_work(lines: list[str], expected: dict[str, Any]) -> None:
    (record,) = read("\n".join([*lines, "ID  - k", "ER  - ", ""])).records
    assert record.to_dict() == {"id": "k"} | expected
    assert read(to_ris(record)).records == (record,)


@pytest.mark.parametrize(
    ("values", "read"),
    [
        (["Lund, Ada and Berg, Otto"], ["Lund, Ada", "Berg, Otto"]),
        (["Lund, A.; Berg, O."], ["Lund, A.", "Berg, O."]),
        (["Lund A; Berg O"], ["Lund, A.", "Berg, O."]),
        (["Lund, Ada & Berg, Otto, Jr."], ["Lund, Ada", "Berg, Jr., Otto"]),
        (["Marsh Institute; Lund, Ada"], ["{Marsh Institute}", "Lund, Ada"]),
        (["Lund, Ada;"], ["Lund, Ada"]),
        (["Lund A, Berg OB, van Ash B"], ["Lund, A.", "Berg, O. B.", "van Ash, B."]),
        (["Lund, A., Berg, O. B., & Reed, P."], ["Lund, A.", "Berg, O. B.", "Reed, P."]),
        (["Ponds and Reeds Foundation"], ["{Ponds and Reeds Foundation}"]),
        (["CERN", "Jan A. Berg"], ["{CERN}", "Berg, Jan A."]),
        (["Jan A. Berg", "Robert H. Lurie Cancer Center"], ["Berg, Jan A.", "{Robert H. Lurie Cancer Center}"]),
    ],
)
def test_several_people_in_one_value_and_people_beside_organisations(values: list[str], read: list[str]) -> None:
    tags = "".join(f"AU  - {value}\n" for value in values)
    other = "TY  - JOUR\nTI  - Reeds\nAU  - Reed, P.\nER  - \n"
    parsed = moebib.parse(f"TY  - JOUR\nTI  - Ponds\n{tags}ER  - \n{other}", "ris")
    assert [str(name) for name in parsed.records[0].author] == read
    assert parsed.findings == ()


def test_years_and_roles_of_catalogues_are_no_part_of_a_name() -> None:
    parsed = read("TY  - BOOK\nAU  - Lund, Ada, 1950-\nAU  - Berg, Otto, 1901-1980, author.\nTI  - Ponds\nER  - \n")
    assert [str(name) for name in parsed.records[0].author] == ["Lund, Ada", "Berg, Otto"]
    assert [(finding.line, finding.message) for finding in parsed.findings] == [
        (2, "AU: left out of a name: '1950-'"), (3, "AU: left out of a name: '1901-1980, author.'"),
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["Lund, A. and CERN", "Ponds, Reeds and Co.", "Marsh, Berlin; Pond, Reed, Bonn"])
def test_what_may_be_several_names_is_kept_as_one_and_reported(value: str) -> None:
    parsed = moebib.parse(f"TY  - JOUR\nTI  - Ponds\nAU  - {value}\nER  - \n", "ris")
    assert [name.literal for name in parsed.records[0].author] == [value]
    assert [(finding.code, finding.line) for finding in parsed.findings] == [("MB134", 3)]

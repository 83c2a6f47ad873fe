"""Reading foreign entries: what each field means, where it goes, and that nothing is lost."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.fields import FIELD_ROWS
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.writer import dump_entry, encode_record
from moebib.records.record import Record
from strategies import examples

ARXIV = "arxiv:2401.06066"


def read(type_: str = "misc", **fields: str) -> Record:
    record, findings = decode_entry(BibEntry(type_, "key", fields))
    assert record
    assert findings == ()
    return record


def values_of(record: Record) -> dict[str, Any]:
    """The values of the record, without key and type."""
    return {field: value for field, value in record.to_dict().items() if field not in ("id", "type")}


@pytest.mark.parametrize(
    ("name", "csl", "genre"),
    [
        ("article", "article-journal", ""), ("suppperiodical", "article-journal", ""), ("book", "book", ""),
        ("mvbook", "book", ""), ("collection", "book", ""), ("proceedings", "book", "proceedings"),
        ("manual", "book", "manual"), ("inbook", "chapter", ""), ("bookinbook", "chapter", ""),
        ("incollection", "chapter", ""), ("suppcollection", "chapter", ""), ("booklet", "pamphlet", ""),
        ("inproceedings", "paper-conference", ""), ("conference", "paper-conference", ""),
        ("inreference", "entry-encyclopedia", ""), ("misc", "document", ""), ("online", "webpage", ""),
        ("www", "webpage", ""), ("electronic", "webpage", ""), ("webpage", "webpage", ""), ("patent", "patent", ""),
        ("report", "report", ""), ("techreport", "report", ""), ("software", "software", ""),
        ("dataset", "dataset", ""), ("thesis", "thesis", ""), ("phdthesis", "thesis", "PhD thesis"),
        ("mastersthesis", "thesis", "Master's thesis"), ("bathesis", "thesis", "Bachelor's thesis"),
        ("unpublished", "manuscript", ""), ("preprint", "article", "preprint"), ("movie", "motion_picture", ""),
        ("video", "motion_picture", ""), ("audio", "song", ""), ("music", "song", ""),
        ("letter", "personal_communication", ""), ("jurisdiction", "legal_case", ""), ("legal", "treaty", ""),
        ("standard", "standard", ""), ("review", "review", ""), ("newsarticle", "article-newspaper", ""),
    ],
)  # fmt: skip
def test_entry_types_of_all_dialects_are_known(name: str, csl: str, genre: str) -> None:
    record = read(name)
    assert (record.type, record.genre) == (csl, genre)


def test_the_kind_of_a_thesis_may_be_a_biblatex_localisation_key() -> None:
    assert read("thesis", type="phdthesis").genre == "PhD thesis"
    assert read("thesis", type="Habilitation").genre == "Habilitation"
    assert read("phdthesis", type="Dissertation").extra == {"type": "Dissertation"}


@pytest.mark.parametrize(
    ("fields", "identifiers", "left"),
    [
        ({"journal": "arXiv preprint arXiv:2401.06066"}, [ARXIV], {}),
        ({"journal": "CoRR", "volume": "abs/2401.06066"}, [ARXIV], {}),
        ({"journal": "ArXiv", "volume": "abs/hep-th/9901001"}, ["arxiv:hep-th/9901001"], {}),
        ({"note": "arXiv:2401.06066v2 [cs.CL]"}, [ARXIV], {}),
        ({"note": "an answer to arXiv:2401.06066"}, [], {}),
        ({"eprint": "2401.06066"}, [ARXIV], {}),
        ({"eprint": "2401.06066", "archiveprefix": "arXiv"}, [ARXIV], {}),
        ({"eprint": "2401.06066", "eprinttype": "arxiv", "eprintclass": "cs.CL"}, [ARXIV], {"primaryclass": "cs.CL"}),
        ({"eprint": "https://arxiv.org/abs/2401.06066"}, [ARXIV], {}),
        ({"eprint": "10.2307/1", "eprinttype": "jstor"}, [], {"eprint": "10.2307/1", "eprinttype": "jstor"}),
        ({"eprint": "12345", "eprinttype": "pubmed"}, ["pmid:12345"], {}),
        ({"pmcid": "PMC12345"}, ["pmcid:PMC12345"], {}),
        ({"pmc": "PMC12345", "pmcid": "12345"}, ["pmcid:PMC12345"], {}),
        ({"hal_id": "hal-01234567"}, ["hal:hal-01234567"], {}),
        ({"doi": "10/gdmz7h"}, ["shortdoi:10/gdmz7h"], {}),
        ({"doi": "10.48550/arXiv.2401.06066"}, [ARXIV], {"doi": "10.48550/arXiv.2401.06066"}),
        ({"doi": "https://doi.org/10.1145/ABC.1"}, ["doi:10.1145/abc.1"], {}),
        ({"doi": "DOI: 10.1145/abc.1"}, ["doi:10.1145/abc.1"], {}),
        ({"doi": "http://a.example/x"}, [], {"doi": "http://a.example/x"}),
        ({"doi": "Doi 10.1145/ABC"}, ["doi:10.1145/abc"], {}),
        ({"doi": "10.1145/abc."}, ["doi:10.1145/abc"], {"doi": "10.1145/abc."}),
        ({"doi": r"10.1007/a\_b{\_}c"}, ["doi:10.1007/a_b_c"], {}),
        ({"doi": "10.1002/(SICI)1-2&lt;1::AID&gt;3.0"}, ["doi:10.1002/(sici)1-2<1::aid>3.0"], {}),
        ({"isbn": "978-0-262-03384-8"}, ["isbn:9780262033848"], {}),
        ({"isbn": "0262033844 (pbk)"}, ["isbn:9780262033848"], {"isbn": "0262033844 (pbk)"}),
        ({"url": "http://dx.doi.org/10.1145/ABC"}, ["doi:10.1145/abc"], {}),
        ({"verba": "of no concern"}, [], {"verba": "of no concern"}),
        ({"doi": "10.1145/1, https://doi.org/10.1145/2"}, ["doi:10.1145/1", "doi:10.1145/2"],
         {"doi": "10.1145/1, https://doi.org/10.1145/2"}),
        ({"doi": "{10.1145/1}"}, ["doi:10.1145/1"], {}),
        ({"doi": "arXiv:2401.06066"}, [ARXIV], {}),
        ({"issn": "{1558-0660}"}, ["issn:1558-0660"], {}),
        ({"doi": "10.1145/1, accessed 2020"}, ["doi:10.1145/1"], {"doi": "10.1145/1, accessed 2020"}),
        ({"doi": r"\href{https://doi.org/10.1145/1}{10.1145/1}"}, ["doi:10.1145/1"], {}),
        ({"isbn": "978-0-262-03384-8 0-201-13448-9"}, ["isbn:9780262033848", "isbn:9780201134483"],
         {"isbn": "978-0-262-03384-8 0-201-13448-9"}),
        ({"isbn13": "978-0-262-03384-8"}, ["isbn:9780262033848"], {"isbn13": "978-0-262-03384-8"}),
        ({"journal": "arXiv preprint", "volume": "2401.06066"}, [ARXIV], {}),
        ({"issn": "1558-0660", "eissn": "0302-9743"}, ["issn:1558-0660", "issn:0302-9743"], {"eissn": "0302-9743"}),
        ({"eprint": "arXiv:2401.06066 [cs.CL]"}, [ARXIV], {"primaryclass": "cs.CL"}),
        ({"eprint": "math.GT/0309136", "archiveprefix": "arXiv"}, ["arxiv:math/0309136"], {"primaryclass": "math.GT"}),
        ({"eprint": "hep-th 9901001", "archiveprefix": "arXiv"}, ["arxiv:hep-th/9901001"], {}),
        ({"eprint": "9901001", "archiveprefix": "arXiv", "primaryclass": "hep-th"}, ["arxiv:hep-th/9901001"],
         {"primaryclass": "hep-th"}),
        ({"eprint": "arxiv.2401.06066", "archiveprefix": "arXiv"}, [ARXIV], {}),
        ({"eprint": "PMC12345", "eprinttype": "pmcid"}, ["pmcid:PMC12345"],
         {"eprint": "PMC12345", "eprinttype": "pmcid"}),
        ({"arxivid": "2401.06066"}, [ARXIV], {"arxivid": "2401.06066"}),
        ({"arxivid": "n/a"}, [], {"arxivid": "n/a"}),
        ({"journal": "arXiv e-prints", "eid": "arXiv:2401.06066"}, [ARXIV], {}),
        ({"note": r"Preprint at \url{https://arxiv.org/abs/2401.06066}"}, [ARXIV], {}),
        ({"note": "PMID: 12345678; PMCID: PMC1234567."}, ["pmid:12345678", "pmcid:PMC1234567"], {}),
        ({"note": r"\doi{10.1145/1}"}, ["doi:10.1145/1"], {}),
        ({"note": "Erratum: doi:10.1145/1"}, [], {}),
        ({"pmid": "PMID: 12345678"}, ["pmid:12345678"], {}),
    ],
)  # fmt: skip
def test_identifiers_are_recognised_in_every_usual_field(
    fields: dict[str, str], identifiers: list[str], left: dict[str, str]
) -> None:
    record = read("article", **fields)
    assert [str(identifier) for identifier in record.identifiers] == identifiers
    assert record.extra == left


@pytest.mark.parametrize(
    ("fields", "url", "left"),
    [
        ({"url": "http://a.example/x_y%20z"}, "http://a.example/x_y%20z", {}),
        ({"url": r"\url{http://a.example/x\_y\%20z\#1}"}, "http://a.example/x_y%20z#1", {}),
        ({"url": r"http://a.example/$\sim$jo"}, "http://a.example/~jo", {}),
        ({"url": r"http://a.example/\~{ }jo"}, "http://a.example/~jo", {}),
        ({"url": r"http://a.example/{\textasciitilde}jo"}, "http://a.example/~jo", {}),
        ({"url": "http://a.example/{~}jo{-}b"}, "http://a.example/~jo-b", {}),
        ({"url": r"http://a.example/{$\sim$}jo"}, "http://a.example/~jo", {}),
        ({"url": r"http://a.example/\string~jo\string_b"}, "http://a.example/~jo_b", {}),
        ({"url": r"http://a.example/{\^{}}jo\textasciicircum{}b"}, "http://a.example/^jo^b", {}),
        ({"url": r"http://a.example/jo\-b\discretionary{}{}{}c\linebreak[0]d"}, "http://a.example/jobcd", {}),
        ({"url": "http://a.example/{id}/x"}, "http://a.example/{id}/x", {}),
        ({"url": "www.a.example"}, "http://www.a.example", {"url": "www.a.example"}),
        ({"url": "a.example/x<y>"}, "http://a.example/x", {"url": "a.example/x<y>"}),
        ({"url": "http://a.example/1, http://b.example"}, "http://a.example/1",
         {"url": "http://a.example/1, http://b.example"}),
        ({"url": "http://a.example/1<2>3"}, "http://a.example/1%3C2%3E3", {"url": "http://a.example/1<2>3"}),
        ({"url": r"\href{http://a.example/x}{here}"}, "http://a.example/x",
         {"url": r"\href{http://a.example/x}{here}"}),
        ({"howpublished": r"\url{http://a.example}"}, "http://a.example", {}),
        ({"howpublished": "{\\tt http://a.example/jo}."}, "http://a.example/jo", {}),
        ({"howpublished": r"Available at \url{http://a.example}"}, "http://a.example", {}),
        ({"howpublished": r"\url{http://a.example}, 2019"}, "http://a.example",
         {"howpublished": r"\url{http://a.example}, 2019"}),
        ({"howpublished": r"\url{http://a.example}", "url": "http://a.example"}, "http://a.example", {}),
        ({"howpublished": r"\href{http://a.example}{http://a.example}"}, "http://a.example", {}),
        ({"url": "http://a.example/?a=1&amp;b=2"}, "http://a.example/?a=1&b=2", {}),
        ({"url": r"http://a.example/{\"u}"}, "http://a.example/ü", {}),
        ({"url": "{http://a.example/x}"}, "http://a.example/x", {}),
        ({"url": "HTTP://A.example/X"}, "http://A.example/X", {}),
        ({"url": "http://a.example/my file.pdf"}, "http://a.example/my%20file.pdf",
         {"url": "http://a.example/my file.pdf"}),
        ({"url": "http://a.example/long/\n  path/x"}, "http://a.example/long/path/x",
         {"url": "http://a.example/long/\n  path/x"}),
        ({"url": "http://a.example/x and more"}, "http://a.example/x", {"url": "http://a.example/x and more"}),
        ({"ee": "http://a.example/x"}, "http://a.example/x", {"ee": "http://a.example/x"}),
        ({"link": "see a.example"}, None, {"link": "see a.example"}),
        ({"howpublished": "[Online]. Available: http://a.example/jo"}, "http://a.example/jo", {}),
        ({"note": "http://a.example"}, "http://a.example", {}),
        ({"url": r"http://a.example/\texttt{\symbol{126}}jo"}, "http://a.example/~jo", {}),
        ({"doi": "10.1145/1", "url": "https://doi.org/10.1145/2"}, "https://doi.org/10.1145/2", {}),
        ({"url": "https://dl.acm.org/doi/10.1145/1"}, "https://dl.acm.org/doi/10.1145/1", {}),
    ],
)  # fmt: skip
def test_links_are_read(fields: dict[str, str], url: str, left: dict[str, str]) -> None:
    record = read(**fields)
    assert record.url == url
    assert record.extra == left


@pytest.mark.parametrize(
    ("pages", "page"),
    [
        ("1-10", "1-10"), ("1--10", "1-10"), ("1 -- 10", "1-10"), ("1---10", "1-10"), ("1–10", "1-10"),
        ("1–-10", "1-10"),
        (r"1{\textendash}10", "1-10"), ("1--10, 20--25", "1-10, 20-25"), ("123+", "123+"), ("e1234", "e1234"),
        ("C3-32--C3-35", "C3-32–C3-35"), ("C3-32 - C3-35", "C3-32–C3-35"),
        ("R15 - R49", "R15-R49"), ("1-{}-10", "1-10"), ("xi--xv", "xi-xv"), ("1--", "1-"), ("{7}", "7"),
    ],
)  # fmt: skip
def test_page_ranges_have_one_hyphen(pages: str, page: str) -> None:
    assert read(pages=pages).page == page


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "Experts", "subtitle": r"A {Survey} of \emph{all}"},
         {"title": "Experts: A {Survey} of <i>all</i>", "extra": {"subtitle": r"A {Survey} of \emph{all}"}}),
        ({"title": "Which?", "subtitle": "All"}, {"title": "Which? All", "extra": {"subtitle": "All"}}),
        ({"title": "Experts: A Survey", "subtitle": "A Survey"},
         {"title": "Experts: A Survey", "extra": {"subtitle": "A Survey"}}),
        ({"articleno": "12"}, {"number": "12"}),
        ({"keywords": "a, {b, c}, d"}, {"keyword": ("a", "b, c", "d")}),
        ({"keywords": "a; b, c; d"}, {"keyword": ("a", "b, c", "d")}),
        ({"keywords": "a, b", "keyword": "b; c"}, {"keyword": ("a", "b", "c")}),
        ({"location": "countryus and countryde"}, {"publisher_place": "United States of America and Germany"}),
        ({"language": "langgerman"}, {"language": "de", "extra": {"language": "langgerman"}}),
        ({"langid": "langfrench"}, {"language": "fr"}),
        ({"keywords": r"{a}, {b, c}, \{d, e\}, on {MoE}"}, {"keyword": ("a", "b, c", "{d, e}", "on MoE")}),
        ({"keywords": r"{A} and {B}; {C} \; D\\; {}"}, {"keyword": ("A and B", "C D")}),
        ({"langid": "ngerman"}, {"language": "de"}),
        ({"language": "English"}, {"language": "en", "extra": {"language": "English"}}),
        ({"language": "english and german"}, {"extra": {"language": "english and german"}}),
        ({"translator": r"Erd{\H o}s, P."}, {"translator": ["Erdős, P."]}),
        ({"shorttitle": "On {Kalman}"}, {"title_short": "On {Kalman}"}),
        ({"version": r"1\_2"}, {"version": "1_2"}),
        ({"eventdate": "2024-06-23/2024-06-27"}, {"event_date": "2024-06-23/2024-06-27"}),
        ({"eventdate": "in June"}, {"extra": {"eventdate": "in June"}}),
        ({"urldate": "12 June 2024"}, {"accessed": "2024-06-12", "extra": {"urldate": "12 June 2024"}}),
        ({"urldate": "2024-06-12T10:30"}, {"accessed": "2024-06-12", "extra": {"urldate": "2024-06-12T10:30"}}),
        ({"lastchecked": "2024-06-12"}, {"accessed": "2024-06-12", "extra": {"lastchecked": "2024-06-12"}}),
        ({"urldate": "2024", "accessed": "2023"}, {"accessed": "2024", "extra": {"accessed": "2023"}}),
        ({"origyear": "1962"}, {"original_date": "1962", "extra": {"origyear": "1962"}}),
        ({"pubstate": "forthcoming"}, {"status": {"kind": "accepted"}}),
        ({"pubstate": "inpress"}, {"status": {"kind": "accepted"}, "extra": {"pubstate": "inpress"}}),
        ({"pubstate": "submitted"}, {"extra": {"pubstate": "submitted"}}),
        ({"eprint": "2401.06066v2", "archiveprefix": "arXiv"}, {"identifiers": ["arxiv:2401.06066"], "label": "v2"}),
        ({"note": "  "}, {}),
        ({"note": "{}"}, {"extra": {"note": "{}"}}),
        ({"ids": "old2001, older2000"}, {"ids": ["old2001", "older2000"]}),
        ({"number": "~"}, {"extra": {"number": "~"}}),
        ({"number": "3", "issue": "Spring"}, {"issue": "3", "extra": {"issue": "Spring"}}),
        ({"journal": "A", "journaltitle": "B"}, {"container_title": "B", "extra": {"journal": "A"}}),
    ],
)  # fmt: skip
def test_no_field_is_lost(fields: dict[str, str], expected: dict[str, Any]) -> None:
    expected = {name: list(value) if isinstance(value, tuple) else value for name, value in expected.items()}
    assert values_of(read("article", **fields)) == expected


@pytest.mark.parametrize("url", ["ftp://a.example", "http:///x", "none", "http:// "])
def test_an_invalid_link_is_kept(url: str) -> None:
    record, findings = decode_entry(BibEntry("misc", "key", {"url": url}))
    assert record
    assert (record.url, record.extra) == (None, {"url": url})
    assert [finding.code for finding in findings] == ["MB122"]


def test_a_truncated_list_of_editors_is_reported() -> None:
    _, findings = decode_entry(BibEntry("book", "key", {"editor": "Dai, D. and others"}))
    assert [(finding.code, finding.field) for finding in findings] == [("MB126", "editor")]


@pytest.mark.parametrize(
    "fields",
    [
        {"date": "2001-21"}, {"year": "in press"}, {"year": "1999a"}, {"url": "www.a.example"},
        {"title": "Experts", "subtitle": "A Survey"}, {"booktitle": "B", "booksubtitle": "C", "title": "A"},
    ],
)  # fmt: skip
def test_values_that_say_more_than_a_record_are_written_back(fields: dict[str, str]) -> None:
    record = decode_entry(BibEntry("inbook", "key", fields))[0]
    assert record
    written = encode_record(record, "biblatex")
    braces = str.maketrans("", "", "{}")
    assert {name: value.translate(braces) for name, value in written.fields.items()} == fields


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"year": "c. 1999"}, "1999~"), ({"year": "1999--2000"}, "1999/2000"), ({"date": "2012-6-5"}, "2012-06-05"),
        ({"year": "2001", "month": "10~oct"}, "2001-10-10"), ({"date": "Sept. 5, 2012"}, "2012-09-05"),
        ({"year": "2001", "month": "July/August"}, "2001-07/2001-08"), ({"date": "2001-02-30"}, "2001-02"),
        ({"year": "2001", "month": "jun", "day": "12--14"}, "2001-06-12/2001-06-14"),
        ({"date": "2001-05-06T10:00:00Z"}, "2001-05-06T10:00:00Z"), ({"date": "2001-33"}, "2001-33"),
    ],
)  # fmt: skip
def test_a_date_in_words_is_written_back_to_bibtex_and_as_edtf_to_biblatex(fields: dict[str, str], date: str) -> None:
    record = decode_entry(BibEntry("misc", "key", fields))[0]
    assert record
    assert encode_record(record, "biblatex").fields == {"date": date}
    of_bibtex = encode_record(record, "bibtex").fields
    assert {name: of_bibtex[name] for name in fields} == fields


@pytest.mark.parametrize("names", [["month", "day"], ["day", "month"]])
def test_kept_parts_of_a_date_are_written_in_order(names: list[str]) -> None:
    record = decode_entry(BibEntry("misc", "key", {"year": "2001"} | dict.fromkeys(names, "??")))[0]
    assert record
    assert list(encode_record(record, "bibtex").fields) == ["year", *names]


def test_a_custom_field_is_the_genre_only_if_it_says_so() -> None:
    record = read("article", usera="for the reading group", type="Review")
    assert (record.genre, record.extra) == ("Review", {"usera": "for the reading group"})
    assert read("article", usera="genre: Review").genre == "Review"


@pytest.mark.parametrize(
    ("fields", "accessed", "note", "container"),
    [
        ({"note": "Accessed: 5 May 2020"}, "2020-05-05", "", ""),
        ({"note": "[Online; accessed 5-May-2020]"}, "2020-05-05", "", ""),
        ({"note": "Last accessed on May 5, 2020."}, "2020-05-05", "", ""),
        ({"note": "(accessed: 05.05.2020)"}, "2020-05-05", "", ""),
        ({"note": "Zuletzt abgerufen am 5. Mai 2020"}, "2020-05-05", "", ""),
        ({"note": "Accessed: 01/02/2020"}, "None", "Accessed: 01/02/2020", ""),  # the month is unclear
        ({"note": "Accessed: 5 May 2020", "urldate": "2020-05-05"}, "2020-05-05", "", ""),
        ({"note": "Accessed: 5 May 2020", "urldate": "2021"}, "2021", "Accessed: 5 May 2020", ""),
        ({"note": r"Available at \url{http://a.example} (accessed 5 May 2020)"}, "2020-05-05", "", ""),
        ({"note": "A draft, accessed 5 May 2020"}, "None", "A draft, accessed 5 May 2020", ""),
        ({"howpublished": r"GitHub, \url{http://a.example} (accessed 5 May 2020)"}, "2020-05-05", "", "GitHub"),
        ({"howpublished": r"Accessed 2020-05-05. \url{http://a.example}"}, "2020-05-05", "", ""),
        ({"url": "http://a.example (accessed 5 May 2020)"}, "2020-05-05", "", ""),
        ({"urldate": "Accessed: 5 May 2020"}, "2020-05-05", "", ""),
    ],
)
def test_when_a_link_was_seen_is_read_where_people_write_it(
    fields: dict[str, str], accessed: str, note: str, container: str
) -> None:
    record = read("misc", **fields)
    assert (str(record.accessed), record.note, record.container_title) == (accessed, note, container)


_NAMES = sorted({name for row in FIELD_ROWS for name in (row.bibtex, row.biblatex)} | {"month", "day", "eprint", "zzz"})
_LATEX = [
    "{",
    "}",
    "\\",
    "\\'",
    "\\url{",
    "http://",
    "10.1/",
    "and",
    " and ",
    ",",
    "arXiv:",
    "2401.06066",
    "$",
    "-",
    "~",
    "é",
]
_VALUES = st.lists(st.sampled_from(_LATEX) | st.text(max_size=5), max_size=6).map("".join)
_TYPES = st.sampled_from(["article", "book", "misc", "online", "phdthesis", "inproceedings", "weird"])


@examples(300)
@example("article", {"howpublished": "http://\x08<"})
@given(_TYPES, st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=8))
def test_any_entry_is_read_as_a_valid_record(type_: str, fields: dict[str, str]) -> None:
    record, _ = decode_entry(BibEntry(type_, "key", fields))
    assert record
    checked = Record.model_validate({name: getattr(record, name) for name in Record.model_fields})
    assert checked == record
    dump_entry(encode_record(record, "bibtex"))


def test_the_order_of_the_fields_does_not_matter() -> None:
    fields = {"journal": "A", "journaltitle": "B", "year": "2001", "doi": "10.1145/1", "url": "http://a.example",
              "title": "X", "subtitle": "Y", "number": "1", "issue": "2"}  # fmt: skip
    expected = read("article", **fields)
    for seed in range(5):
        mixed = list(fields.items())
        random.Random(seed).shuffle(mixed)
        assert read("article", **dict(mixed)) == expected


@pytest.mark.parametrize(
    "url",
    ["https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1", "https://zenodo.org/records/1234567",
     "https://www.preprints.org/manuscript/202401.0001/v2"],
)  # fmt: skip
def test_the_doi_of_a_deposit_that_a_link_leads_to_is_not_that_of_the_work(url: str) -> None:
    """The link of an article may lead to its preprint, its data or another version."""
    record = read("article", title="T", journal="J", url=url)
    assert (record.identifiers, record.url) == ((), url)

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.records.answer import Answer, Found, Unavailable
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from shared_data import shared
from strategies import examples

PAGE = source("page")
ADDRESS = "https://press.example/v12/berg24a.html"
KEY = parse_identifier(ADDRESS)
Tags = Sequence[tuple[str, str]]

JOURNAL: Tags = (
    ("citation_title", "On <i>Invented</i> Things & More"),
    ("citation_author", "Berg, Jan van den"),
    ("citation_author_institution", "Institute of Things; Some Town"),
    ("citation_author", "María López"),
    ("citation_author_orcid", "https://orcid.org/0000-0000-0000-0000"),
    ("citation_journal_title", "Journal of Things"),
    ("citation_journal_abbrev", "J. Th."),
    ("citation_volume", "12"),
    ("citation_issue", "3"),
    ("citation_firstpage", "101"),
    ("citation_lastpage", "112"),
    ("citation_publication_date", "2024/5"),
    ("citation_online_date", "2023/12/24"),
    ("citation_doi", "doi:10.5555/ABC.1"),
    ("citation_issn", "1234-5679"),
    ("citation_publisher", "Invented Press"),
    ("citation_pdf_url", "/v12/berg24a.pdf"),
    ("citation_abstract", "We invent things."),
    ("og:title", "On Invented Things - Journal of Things"),
)
CONFERENCE: Tags = (
    ("citation_title", "Routing of Invented Things"),
    ("citation_author", "Jan Berg"),
    ("citation_author", "Maria Lopez"),
    ("citation_conference_title", "Conference on Invented Things"),
    ("citation_publication_date", "2024/07/03"),
    ("citation_firstpage", "101"),
    ("citation_lastpage", "112"),
    ("citation_pdf_url", "https://press.example/v12/berg24a/berg24a.pdf"),
)
BIB = """
@InProceedings{pmlr-v12-berg24a,
  title = 	 {Routing of Invented Things},
  author =       {Berg, Jan and L{\\'o}pez, Maria},
  booktitle = 	 {Proceedings of the 3rd {C}onference on Invented Things},
  pages = 	 {101--112},
  year = 	 {2024},
  editor = 	 {Editor, Ed},
  volume = 	 {12},
  series = 	 {Proceedings of Machine Learning Research},
  month = 	 {01--03 Jul},
  publisher =    {PMLR},
  url = 	 {https://press.example/v12/berg24a.html},
  abstract = 	 {We route & invent.}
}
"""


def page(tags: Tags, *, body: str = "<p>text</p>", title: str = "A page") -> str:
    metas = "\n".join(f'<meta name="{name}" content="{html.escape(content)}">' for name, content in tags)
    return f"<!DOCTYPE html><html><head><title>{title}</title>\n{metas}\n</head><body>{body}</body></html>"


def served(text: str | bytes, *, status: int = 200, kind: str = "text/html") -> Response:
    return respond(text, kind=kind, status=status, url=ADDRESS)


def answer_to(text: str | bytes) -> Answer:
    return PAGE.parse([served(text)], [KEY])[KEY]


def found_record(text: str | bytes) -> Record:
    answer = answer_to(text)
    assert isinstance(answer, Found), answer
    return answer.record


def found_with(*tags: tuple[str, str]) -> Record:
    names = {name for name, _ in tags}
    return found_record(page([*(tag for tag in JOURNAL if tag[0] not in names), *tags]))


def why(text: str) -> str:
    answer = answer_to(text)
    assert isinstance(answer, Unavailable), answer
    assert answer.why.startswith(f"{ADDRESS}: ")
    return answer.why.removeprefix(f"{ADDRESS}: ")


def test_an_article_is_read_from_its_tags() -> None:
    assert found_record(page(JOURNAL)).to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "On <i>Invented</i> Things & More",
        "author": ["Berg, Jan van den", "López, María"],
        "issued": "2024-05",
        "container_title": "Journal of Things",
        "publisher": "Invented Press",
        "volume": "12",
        "issue": "3",
        "page": "101-112",
        "identifiers": ["doi:10.5555/abc.1", "issn:1234-5679", f"url:{ADDRESS}"],
        "abstract": "We invent things.",
        "links": {"pdf": ["https://press.example/v12/berg24a.pdf"]},
    }


def test_a_paper_without_a_doi_has_the_url_of_its_page() -> None:
    record = found_record(page(CONFERENCE))
    assert (record.type, record.url, str(record.issued)) == ("paper-conference", ADDRESS, "2024-07-03")


@pytest.mark.parametrize(
    "box", ['<code class="citecode" id="bibtex">{}</code>', '<div class="bibref"><pre>{}</pre></div>']
)
def test_the_bibtex_on_the_page_has_more_fields(box: str) -> None:
    assert found_record(page(CONFERENCE, body=box.format(html.escape(BIB)))).to_dict() == {
        "id": "new",
        "type": "paper-conference",
        "title": "Routing of Invented Things",
        "author": ["Berg, Jan", "López, Maria"],
        "editor": ["Editor, Ed"],
        "issued": "2024-07-03",
        "container_title": "Proceedings of the 3rd Conference on Invented Things",
        "collection_title": "Proceedings of Machine Learning Research",
        "publisher": "PMLR",
        "volume": "12",
        "page": "101-112",
        "identifiers": [f"url:{ADDRESS}"],
        "url": ADDRESS,
        "abstract": "We route & invent.",
        "links": {"pdf": ["https://press.example/v12/berg24a/berg24a.pdf"]},
    }


@pytest.mark.parametrize(
    "bib",
    [
        BIB.replace("Routing of", "Sorting of"),
        BIB.replace("Lopez", "others").replace("L{\\'o}pez, Maria", "others"),
        BIB.replace("@InProceedings", "@article").replace("booktitle", "journal").replace(
            "Proceedings of the 3rd {C}onference on Invented Things", "arXiv preprint arXiv:2402.01234"),
        BIB[:-40],
        BIB.replace("author =", "writer ="),
    ],
)  # fmt: skip
def test_bibtex_of_another_work_is_ignored(bib: str) -> None:
    record = found_record(page(CONFERENCE, body=f"<pre class=bibtex>{html.escape(bib)}</pre>"))
    assert (record.container_title, record.publisher) == ("Conference on Invented Things", "")
    assert [str(name) for name in record.author] == ["Berg, Jan", "Lopez, Maria"]


def test_full_names_take_precedence_over_initials() -> None:
    record = found_record(page(CONFERENCE, body=f"<pre class=bibtex>{BIB.replace('Berg, Jan', 'Berg, J.')}</pre>"))
    assert [str(name) for name in record.author] == ["Berg, Jan", "Lopez, Maria"]
    assert record.publisher == "PMLR"


@pytest.mark.parametrize(
    ("in_tag", "in_entry", "name"),
    [
        ("Jan Q. van den Berg", "van den Berg, Jan", "van den Berg, Jan Q."),
        ("Jan Q. Berg Aalto", "Berg Aalto, Jan", "Berg Aalto, Jan Q."),
        ("Janet Berg", "Berg, Jan", "Berg, Jan"),
        ("Jan Berg", "Berg, Jan Q.", "Berg, Jan Q."),
        ("Jan Q. Aalto", "Berg, Jan", "Berg, Jan"),
    ],
)
def test_middle_names_that_only_the_tags_have_are_added_to_the_names_of_the_entry(
    in_tag: str, in_entry: str, name: str
) -> None:
    tags = [(tag, in_tag if content == "Jan Berg" else content) for tag, content in CONFERENCE]
    record = found_record(page(tags, body=f"<pre class=bibtex>{BIB.replace('Berg, Jan', in_entry)}</pre>"))
    assert [str(name) for name in record.author] == [name, "López, Maria"]


def test_bibtex_alone_is_enough_for_a_page_with_its_title() -> None:
    text = page((), body=f"<pre class=bibtex>{html.escape(BIB)}</pre>", title="Routing of Invented Things")
    assert found_record(text).volume == "12"
    assert why(text.replace("<title>Routing", "<title>Sorting")) == "the page has no title in its citation data"


def test_minified_tags_are_read() -> None:
    text = (
        "<meta content='Things &quot;A&quot; &amp; B > C'name=citation_title>"
        "<META NAME=Citation_Author CONTENT=Sukarno>"
        '<meta property="citation_author" content="Jan Berg" /><body>'
    )
    record = found_record(text)
    assert record.title == 'Things "A" & B > C'
    assert [str(name) for name in record.author] == ["Sukarno", "Berg, Jan"]


def test_tags_in_a_comment_or_a_script_are_ignored() -> None:
    hidden = page([("citation_title", "Hidden"), ("citation_author", "A Hidden")])
    text = page(JOURNAL).replace("<title>", f"<!-- {hidden} --><script>var a = '{hidden}'</script><title>")
    assert found_record(text).title.startswith("On")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (["Jan van den Berg"], ["van den Berg, Jan"]),
        (["Berg, Jan van den"], ["Berg, Jan van den"]),
        (["King, Tom, Jr."], ["King, Jr., Tom"]),
        (["King Jr., Tom M."], ["King, Jr., Tom M."]),
        (["Long Family, Given Name"], ["Long Family, Given Name"]),
        (["King, Jr., Tom"], ["King, Jr., Tom"]),
        (["The Thing Collaboration", "Sukarno"], ["{The Thing Collaboration}", "Sukarno"]),
        (["Berg, Jan; López, María;"], ["Berg, Jan", "López, María"]),
        ([";", "Jan Berg"], ["Berg, Jan"]),
        (["{Jan} Berg"], ["Berg, Jan"]),
        (["山田 花子"], ["山田, 花子"]),
    ],
)
def test_names_are_read_in_either_order(content: list[str], names: list[str]) -> None:
    tags = [tag for tag in JOURNAL if tag[0] != "citation_author"]
    for kind in ("citation_author", "DC.Creator"):
        record = found_record(page([*tags, *((kind, name) for name in content)]))
        assert [str(name) for name in record.author] == names


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Berg, Jan; López, María", ["Berg, Jan", "López, María"]),
        ("Jan Berg; María José López", ["Berg, Jan", "López, María José"]),
        ("Jan Berg, María José López, Tom Liu", ["Berg, Jan", "López, María José", "Liu, Tom"]),
        ("Berg, Jan", ["Berg, Jan"]),
        ("Jan Berg", ["Berg, Jan"]),
        ("Jan Berg, María José López", []),
        ("Berg, Jan, López, María", []),
    ],
)
def test_names_in_one_tag_are_split_if_that_is_certain(content: str, names: list[str]) -> None:
    tags = [*(tag for tag in JOURNAL if tag[0] != "citation_author"), ("citation_authors", content)]
    if names:
        assert [str(name) for name in found_record(page(tags)).author] == names
    else:
        tags = [tag for tag in tags if tag[0] != "citation_doi"]
        assert why(page(tags)) == "the page has no authors, or invalid ones, in its citation data"


@pytest.mark.parametrize(
    ("content", "date"),
    [
        ("2021/07/01", "2021-07-01"),
        ("2021-7", "2021-07"),
        ("2021-07-01T12:00:00Z", "2021-07-01"),
        ("2021", "2021"),
        ("2021/01/01", "2021"),
        ("2021/13/40", "2021"),
        ("May 2021", "2021-05"),
        ("Jan 5, 2024", "2024-01-05"),
        ("January 5th, 2024", "2024-01-05"),
        ("5 Jan. 2024", "2024-01-05"),
        ("05-Jan-2024", "2024-01-05"),
        ("2024 Jan 5", "2024-01-05"),
        ("Fri, 05 Jan 2024 10:00:00 GMT", "2024-01-05"),
        ("Jan 1, 2024", "2024"),
        ("Feb 30, 2024", "2024"),
        ("Jan-Feb 2024", "2024"),
        ("Spring 2024", "2024"),
        ("01/07/2021", "2021"),
        ("31/07/2021", "2021-07-31"),
        ("07/31/2021", "2021-07-31"),
        ("7.7.2021", "2021-07-07"),
        ("2020 to 2021", "2020"),
        ("soon", "None"),
        ("99999", "None"),
    ],
)
def test_a_date_is_as_precise_as_in_the_tag(content: str, date: str) -> None:
    tags = [tag for tag in JOURNAL if not tag[0].endswith("_date")]
    assert str(found_record(page([*tags, ("citation_publication_date", content)])).issued) == date


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"citation_journal_title": "Advances in Neural Information Processing Systems"},
         ("paper-conference", "Advances in Neural Information Processing Systems", "", "")),
        ({"citation_journal_title": "Robotics: Science and Systems XX"},
         ("paper-conference", "Robotics: Science and Systems XX", "", "")),
        ({"citation_journal_title": "Proceedings of the Conference on Things"},
         ("paper-conference", "Proceedings of the Conference on Things", "", "")),
        ({"citation_journal_title": "Proceedings of Machine Learning Research",
          "citation_inbook_title": "Conference on T"},
         ("paper-conference", "Conference on T", "Proceedings of Machine Learning Research", "")),
        ({"citation_inbook_title": "All Things 2024", "citation_conference_title": "Conference on Things"},
         ("paper-conference", "All Things 2024", "", "Conference on Things")),
        ({"citation_inbook_title": "Handbook of Things"}, ("chapter", "Handbook of Things", "", "")),
        ({"prism.publicationName": "Things"}, ("article-journal", "Things", "", "")),
        ({"citation_dissertation_institution": "University of T", "DC.type": "phdthesis"}, ("thesis", "", "", "")),
        ({"citation_technical_report_institution": "Lab of T"}, ("report", "", "", "")),
        ({"citation_arxiv_id": "2402.01234"}, ("article", "arXiv", "", "")),
        ({"citation_doi": "10.2139/ssrn.1234567"}, ("article", "SSRN", "", "")),
        ({"citation_journal_title": "bioRxiv"}, ("article", "bioRxiv", "", "")),
        ({}, ("document", "", "", "")),
    ],
)  # fmt: skip
def test_the_type_follows_from_the_venue(tags: Mapping[str, str], expected: tuple[str, ...]) -> None:
    record = found_record(page([*JOURNAL[:2], *tags.items()]))
    assert (record.type, record.container_title, record.collection_title, record.event_title) == expected


def test_a_thesis_and_a_report_have_their_institution() -> None:
    thesis = found_with(("citation_dissertation_institution", "University of Things"), ("dc.type", "PhDThesis"))
    assert (thesis.publisher, thesis.genre) == ("University of Things", "PhD thesis")
    report = found_record(page([*JOURNAL[:2], ("citation_technical_report_institution", "Lab"),
                         ("citation_technical_report_number", "TR-7")]))  # fmt: skip
    assert (report.publisher, report.number) == ("Lab", "TR-7")


@pytest.mark.parametrize(
    ("first", "last", "pages", "number"),
    [("1", "9", "1-9", ""), ("7", "7", "7", ""), ("7", "", "7", ""), ("e488", "", "", "e488"),
     ("e488", "e488", "", "e488"), ("035018", "", "", "035018"), ("", "9", "", "")],
)  # fmt: skip
def test_pages_and_article_numbers_are_distinguished(first: str, last: str, pages: str, number: str) -> None:
    record = found_with(("citation_firstpage", first), ("citation_lastpage", last))
    assert (record.page, record.number) == (pages, number)


@pytest.mark.parametrize(
    ("name", "content", "identifier"),
    [
        ("citation_doi", "10.5555/x", "doi:10.5555/x"),
        ("citation_doi", "https://doi.org/10.5555/x", "doi:10.5555/x"),
        ("citation_doi", "10.18653/v1/2024.acl-long.7", "doi:10.18653/v1/2024.acl-long.7"),
        ("prism.doi", "doi:10.5555/x", "doi:10.5555/x"),
        ("dc.identifier", "https://press.example/10.5555/y/pdf, doi: 10.5555/x", "doi:10.5555/x"),
        ("DC.Identifier", "doi:10.5555/x", "doi:10.5555/x"),
        ("citation_arxiv_id", "2402.01234", "arxiv:2402.01234"),
        ("citation_isbn", "978-1-939133-31-1", "isbn:9781939133311"),
        ("citation_pmid", "1234567", "pmid:1234567"),
    ],
)
def test_identifiers_are_read(name: str, content: str, identifier: str) -> None:
    record = found_record(page([*CONFERENCE, (name, content)]))
    assert [str(identifier) for identifier in record.identifiers] == [identifier, f"url:{ADDRESS}"]


@pytest.mark.parametrize("content", ["10.5555/x 10.5555/erratum", "10.5555/x, 10.5555/erratum"])
def test_the_dois_of_a_paper_and_its_erratum_are_in_one_tag(content: str) -> None:
    record = found_record(page([*CONFERENCE, ("citation_doi", content)]))
    assert [str(identifier) for identifier in record.identifiers] == [
        "doi:10.5555/x", "doi:10.5555/erratum", f"url:{ADDRESS}"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [("citation_doi", "ade/7"), ("citation_isbn", "978-1-939133-31-2"), ("citation_issn", "n/a"),
     ("dc.identifier", "7"), ("citation_arxiv_id", "2413.01234")],
)  # fmt: skip
def test_a_broken_identifier_is_left_out(name: str, content: str) -> None:
    assert found_record(page([*CONFERENCE, (name, content)])).identifiers == (KEY,)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "https://a b/"])
def test_a_broken_link_is_left_out(address: str) -> None:
    assert found_with(("citation_pdf_url", address)).links.pdf == ()


def test_a_title_in_two_languages_is_one_work() -> None:
    authors = [("citation_author", "Jan Berg"), ("citation_author", "Ada Cho")]
    record = found_with(("citation_title", "Things"), *authors, ("citation_title", "Dinge"), *authors)
    assert (record.title, record.author.texts()) == ("Things", ["Berg, Jan", "Cho, Ada"])


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ((), "the page has no citation data"),
        (
            [
                ("citation_title", "One"),
                ("citation_author", "Jan Berg"),
                ("citation_title", "Two"),
                ("citation_author", "Ada Cho"),
            ],
            "the page has the citation data of several works",
        ),
        ([("og:title", "Things"), ("description", "Things")], "the page has no citation data"),
        ([("citation_author", "Jan Berg")], "the page has no title in its citation data"),
        ([("citation_title", "Things")], "the page has no authors, or invalid ones, in its citation data"),
        ([*CONFERENCE, ("citation_author", ",")], "the page has no authors, or invalid ones, in its citation data"),
    ],
)
def test_the_reason_is_reported(tags: Tags, reason: str) -> None:
    assert why(page(tags)) == reason


def test_a_page_is_read_in_the_encoding_it_declares() -> None:
    text = page(JOURNAL)
    declared = text.replace("<title>", '<meta charset="iso-8859-1"><title>').encode("latin-1")
    assert str(found_record(declared).author[1]) == "López, María"
    assert str(found_record(text.encode()).author[1]) == "López, María"
    header = served(text.encode("latin-1"))._replace(charset="ISO-8859-1")
    assert isinstance(PAGE.parse([header], [KEY])[KEY], Found)


@pytest.mark.parametrize("charset", ["utf-8", "idna", "unicode_escape", "zlib", "no such", "\0"])
def test_a_page_in_an_unknown_encoding_is_not_found(charset: str) -> None:
    response = served(page(JOURNAL).encode("latin-1"))._replace(charset=charset)
    answer = PAGE.parse([response], [KEY])[KEY]
    assert answer == Unavailable("page", f"{ADDRESS}: the page is not in the encoding it declares")


@pytest.mark.parametrize(
    ("status", "kind", "body", "expected"),
    [
        (404, "text/html", "<title>No such page</title>", "unavailable"),
        (410, "text/html", "<title>Gone</title>", "unavailable"),
        (404, "text/html", "<title>Just a moment...</title>", "unavailable"),
        (404, "application/pdf", "%PDF", "unavailable"),
        (200, "text/html", "<title>No such page</title>", "unavailable"),
        (200, "text/html", "<title>Just a moment...</title>", "unavailable"),
        (403, "text/html", "<title>Just a moment...</title>", "unavailable"),
        (200, "text/html", page(CONFERENCE, body="<script src=captcha.js></script>"), "found"),
        (200, "application/xhtml+xml", page(CONFERENCE), "found"),
        (200, "application/pdf", "%PDF", "unavailable"),
        (200, "text/plain", page(CONFERENCE), "unavailable"),
        (200, "text/html", "", "unavailable"),
        (401, "text/html", "", "unavailable"),
        (429, "text/html", "", "unavailable"),
        (503, "text/html", "", "unavailable"),
    ],
)
def test_a_page_that_is_missing_or_unreadable_is_unavailable(status: int, kind: str, body: str, expected: str) -> None:
    assert outcome(PAGE, [served(body, status=status, kind=kind)], KEY) == expected


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://proceedings.mlr.press/v12/berg24a/berg24a.pdf", "https://proceedings.mlr.press/v12/berg24a.html"),
        ("https://proceedings.neurips.cc/paper_files/paper/2022/file/ab12-Paper-Conference.pdf",
         "https://proceedings.neurips.cc/paper_files/paper/2022/hash/ab12-Abstract-Conference.html"),
        ("https://proceedings.mlsys.org/paper/2022/file/ab12-Paper.pdf",
         "https://proceedings.mlsys.org/paper/2022/hash/ab12-Abstract.html"),
        ("https://openaccess.thecvf.com/content/CVPR2024/papers/Berg_Things_CVPR_2024_paper.pdf",
         "https://openaccess.thecvf.com/content/CVPR2024/html/Berg_Things_CVPR_2024_paper.html"),
        ("https://raw.githubusercontent.com/mlresearch/v139/main/assets/berg21a/berg21a.pdf",
         "https://proceedings.mlr.press/v139/berg21a.html"),
        ("https://papers.nips.cc/paper/1234-routing-of-things.pdf", "https://papers.nips.cc/paper/1234-routing-of-things"),
        ("https://jmlr.org/papers/volume21/20-074/20-074.pdf", "https://jmlr.org/papers/v21/20-074.html"),
        ("https://eprint.iacr.org/2017/1118.pdf", "https://eprint.iacr.org/2017/1118"),
        ("https://www.isca-archive.org/interspeech_2021/berg21_interspeech.pdf",
         "https://www.isca-archive.org/interspeech_2021/berg21_interspeech.html"),
        ("https://ojs.aaai.org/index.php/AAAI/article/download/123/456",
         "https://ojs.aaai.org/index.php/AAAI/article/view/123"),
        ("https://press.example/ojs/index.php/things/article/view/123/456",
         "https://press.example/ojs/index.php/things/article/view/123"),
        ("https://press.example/index.php/things/article/view/123", "https://press.example/index.php/things/article/view/123"),
        ("https://press.example/berg.pdf", "https://press.example/berg.pdf"),
        ("http://press.example/?id=7", "http://press.example/?id=7"),
    ],
)  # fmt: skip
def test_load_requests_the_landing_page(link: str, url: str) -> None:
    http = FakeHttp(served(""))
    PAGE.load(http, [parse_identifier(link)])
    assert http.urls == [url]


@pytest.mark.parametrize(
    ("url", "taken"), [(ADDRESS, True), ("https://github.com/berg/things", False), ("https://berg.github.io/", True)]
)
def test_pages_of_github_are_not_taken(url: str, taken: bool) -> None:
    assert PAGE.takes
    assert PAGE.takes(parse_identifier(url)) is taken


def linked(*items: object, tags: Tags = (), title: str = "A page") -> str:
    """A page with JSON-LD."""
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in items)
    return page(tags, body=f"<p>text</p>{scripts}", title=title)


ARTICLE: dict[str, object] = {
    "@context": "https://schema.org",
    "@type": "ScholarlyArticle",
    "headline": "Routing of Invented Things",
    "author": [{"@type": "Person", "name": "Jan Berg"}, {"@type": "Organization", "name": "Lab of Things"}],
    "datePublished": "2024-06-03T00:00:00Z",
    "pageStart": "101",
    "pageEnd": "112",
    "sameAs": "https://doi.org/10.5555/ABC.1",
    "isPartOf": {
        "@type": "PublicationIssue", "issueNumber": "3",
        "isPartOf": {"@type": ["PublicationVolume", "Periodical"], "volumeNumber": 12, "name": "Journal of Things"},
    },
    "publisher": {"@type": "Organization", "name": "Invented Press"},
    "description": "We invent things.",
}  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [ARTICLE, [ARTICLE], {"@graph": [{"@type": "WebSite", "name": "A site"}, ARTICLE]},
     {"@type": "WebPage", "mainEntity": ARTICLE}],
)  # fmt: skip
def test_an_article_is_read_from_json_ld(document: object) -> None:
    assert found_record(linked(document)).to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "Routing of Invented Things",
        "author": ["Berg, Jan", "{Lab of Things}"],
        "issued": "2024-06-03",
        "container_title": "Journal of Things",
        "publisher": "Invented Press",
        "volume": "12",
        "issue": "3",
        "page": "101-112",
        "identifiers": ["doi:10.5555/abc.1", f"url:{ADDRESS}"],
        "abstract": "We invent things.",
    }


@pytest.mark.parametrize(
    ("changes", "type_", "container"),
    [
        ({"@type": "BlogPosting", "isPartOf": {"@type": "Blog", "name": "Things"}}, "post-weblog", "Things"),
        ({"@type": "Article", "isPartOf": {"@type": "WebSite", "name": "Things"}}, "webpage", "Things"),
        ({"@type": "NewsArticle", "isPartOf": None}, "article-newspaper", ""),
        ({"@type": ["Dataset"], "isPartOf": None}, "dataset", ""),
        ({"@type": "https://schema.org/Thesis", "isPartOf": None}, "thesis", ""),
        ({"isPartOf": {"@type": "Book", "name": "Handbook of Things"}}, "chapter", "Handbook of Things"),
        ({"isPartOf": {"@type": "Book", "name": "Proceedings of the Conference on Things"}}, "paper-conference",
         "Proceedings of the Conference on Things"),
        ({"isPartOf": []}, "document", ""),
    ],
)  # fmt: skip
def test_the_type_in_json_ld_is_that_of_the_work(changes: dict[str, object], type_: str, container: str) -> None:
    record = found_record(linked(ARTICLE | changes))
    assert (record.type, record.container_title) == (type_, container)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "familyName": "van den Berg", "givenName": "Jan"}, ["van den Berg, Jan"]),
        ("Jan Berg", ["Berg, Jan"]),
        (["Jan Berg", "María López"], ["Berg, Jan", "López, María"]),
    ],
)
def test_names_in_json_ld_are_read_in_each_form(author: object, names: list[str]) -> None:
    assert [str(name) for name in found_record(linked(ARTICLE | {"author": author})).author] == names


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ({"@type": "PropertyValue", "propertyID": "https://registry.example/registry/doi", "value": "10.5555/x"},
         "doi:10.5555/x"),
        ({"@type": "PropertyValue", "propertyID": "DOI", "value": "https://doi.org/10.5555/x"}, "doi:10.5555/x"),
        (["10.5555/x", "internal-7"], "doi:10.5555/x"),
    ],
)  # fmt: skip
def test_identifiers_in_json_ld_are_read(identifier: object, expected: str) -> None:
    record = found_record(linked(ARTICLE | {"sameAs": "https://en.wikipedia.org/wiki/Thing", "identifier": identifier}))
    assert [str(identifier) for identifier in record.identifiers] == [expected, f"url:{ADDRESS}"]


def test_json_ld_gives_what_the_tags_lack_and_no_more() -> None:
    without = [tag for tag in CONFERENCE if tag[0] != "citation_firstpage"]
    record = found_record(linked(ARTICLE | {"pageStart": "7", "pageEnd": "9"}, tags=without))
    assert (record.type, record.container_title, record.page) == (
        "paper-conference",
        "Conference on Invented Things",
        "7-9",
    )
    assert [str(name) for name in record.author] == ["Berg, Jan", "Lopez, Maria"]


def test_json_ld_about_another_work_is_ignored() -> None:
    record = found_record(linked(ARTICLE | {"headline": "Sorting of Things"}, tags=CONFERENCE))
    assert (record.title, record.publisher, record.volume) == ("Routing of Invented Things", "", "")


def test_of_several_works_in_json_ld_that_of_the_page_counts() -> None:
    other = {"@type": "BlogPosting", "headline": "Another post", "author": "A Body", "url": "https://press.example/b"}
    assert why(linked(ARTICLE, other)) == "the page has no citation data"
    assert found_record(linked(other, ARTICLE | {"url": ADDRESS})).title == "Routing of Invented Things"
    assert found_record(linked(other, ARTICLE | {"mainEntityOfPage": {"@id": ADDRESS}})).title.startswith("Routing")


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "null", "7", '{"@type": "ScholarlyArticle", "headline": 7}', '{"@graph": 7}',
             '{"@type": 7, "name": []}', '{"@type": "Book", "name": "A", "author": [7], "isPartOf": "x"}'],
)  # fmt: skip
def test_invalid_json_ld_is_ignored(text: str) -> None:
    script = f'<script type="application/ld+json">{text}</script>'
    assert found_record(page(CONFERENCE, body=script)).title == "Routing of Invented Things"
    assert outcome(PAGE, [served(page((), body=script))], KEY) == "unavailable"


def test_a_page_without_authors_leads_to_its_doi() -> None:
    tags = [tag for tag in JOURNAL if tag[0] != "citation_author"]
    record = found_record(page(tags))
    assert not record.author
    assert parse_identifier("10.5555/abc.1") in record.identifiers
    assert why(page([tag for tag in tags if tag[0] != "citation_doi"])).startswith("the page has no authors")


WITHOUT_DATA = {
    "ACM_DL_nospace.html", "ACS_jp003647e.html", "APS_PhysRevLett.122.145901.html",
    "AnnualReview_annurev_conmatphys_031214_014726.html", "IEEE_22133_no_meta.html", "Lingbuzz_006747.html",
    "TFOnline_00268976.2013.788745.html", "cm_datacite.html", "cm_pan.html", "computing_alpha_channel.html",
    "hep_jats_splash.html", "hep_sample_proceedings_page.html", "hep_sample_splash_page.html",
}  # fmt: skip


def test_every_recorded_page_is_found_or_has_no_data() -> None:
    names = {file.name for file in shared("answers/html").iterdir()}
    assert names > WITHOUT_DATA
    for name in sorted(names):
        expected = "unavailable" if name in WITHOUT_DATA else "found"
        assert outcome(PAGE, [recorded(f"html/{name}")], KEY) == expected, name


@pytest.mark.parametrize(
    ("name", "type_", "venue", "authors", "issued", "first"),
    [
        ("ACL_2021.naacl-main.208.html", "paper-conference", "Proceedings of the 2021", 2, "2021-06", "doi:10.18653/"),
        ("Fallback_peerj.html", "article-journal", "PeerJ", 5, "2018-05-24", "doi:10.7717/peerj.4886"),
        ("HAL_THESES_tel_02083632v1.html", "thesis", "", 1, "2015-02-09", "url:"),
        ("IOSPress_22dae.html", "article-journal", "AI Communications", 2, "2014", "doi:10.3233/aic-140605"),
        ("NeurIPS1988.html", "paper-conference", "Advances in Neural", 3, "1988", "url:"),
        ("NeurIPS2019_learner_aware.html", "paper-conference", "Advances in Neural", 5, "2019", "url:"),
        ("SpringerLink_BF02727953.html", "article-journal", "Il Nuovo Cimento", 2, "1977-01", "doi:10.1007/bf02727953"),
        ("USENIX_goyal.html", "paper-conference", "19th USENIX Symposium", 6, "2022-04", "isbn:"),
        ("arXiv_abs_2006.05188.html", "article", "arXiv", 3, "2020-06-09", "arxiv:2006.05188"),
    ],
)
def test_recorded_pages(name: str, type_: str, venue: str, authors: int, issued: str, first: str) -> None:
    answer = PAGE.parse([recorded(f"html/{name}")], [KEY])[KEY]
    assert isinstance(answer, Found)
    record = answer.record
    assert (record.type, len(record.author), str(record.issued)) == (type_, authors, issued)
    assert record.container_title.startswith(venue)
    assert str(record.identifiers[0]).startswith(first)


def test_the_recorded_tags_of_arxiv_are_read() -> None:
    works = json.loads(shared("answers/arxiv_abs/classic_scholar_metadata_tags.json").read_bytes())
    for version, tags in list(works.items())[::10]:
        pairs = [(tag["name"], tag["content"]) for tag in tags]
        record = found_record(page(pairs))
        names = [name for kind, text in pairs if kind == "citation_author" for name in text.split(";") if name.strip()]
        assert len(record.author) == len(names), version
        assert parse_identifier(version) in record.identifiers, version


@given(st.sampled_from([200, 200, 200, 403, 500]), broken(page(JOURNAL).encode()))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(PAGE, [served(body, status=status)], [KEY])


@given(st.integers(0, len(page(JOURNAL)) + 40))
@examples(100)
def test_a_truncated_page_never_loses_an_author(end: int) -> None:
    text = page(JOURNAL).replace("</head>", "\n").replace("<p>", "")
    cut = text[:end]
    try:
        answer = answer_to(cut)
    except SourceError:
        return
    assert isinstance(answer, Unavailable) or len(answer.record.author) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "part", ["<a ", "<!--", "<!", "<meta name=citation_author content=x>", "<div class=bib>", "<pre class=bib>@a{"]
)
def test_malformed_html_is_read_in_linear_time(part: str) -> None:
    assert outcome(PAGE, [served(part * (100_000 // len(part)))], KEY) == "unavailable"

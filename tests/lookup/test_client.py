"""The client: identifiers are resolved to records with invented sources that can be made unavailable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import InvalidIdentifier, NoSuchWork, SourceUnavailable
from moebib.lookup.client import Client
from moebib.lookup.outages import outages, outages_in
from moebib.records.answer import NEW, Absent, Answer, Found, Related, Unavailable
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.sources import Source
from moebib.web.response import Http, Response

DAY = date(2026, 11, 24)
PREPRINT = Record(
    id=NEW, type="article", genre="preprint", title="SiDA: Serving Experts", author=["Du, Ann"], issued="2023-10-28",
    container_title="arXiv", identifiers=["arxiv:2310.18859", "doi:10.1000/sida"],
)  # fmt: skip
PUBLISHED = Record(
    id=NEW, type="paper-conference", title="SiDA: Serving Experts", author=["Du, Ann"], issued="2024",
    container_title="Proceedings of Examples", identifiers=["doi:10.1000/sida"],
)  # fmt: skip
DBLP_KEY = parse_identifier("dblp:conf/ex/Du24")
OTHER = Record(
    id=NEW, type="article-journal", title="On Tulips", author=["Roos, Jan"], identifiers=["doi:10.1000/sida"]
)


class CountingTransport:
    """Counts the requests and returns empty responses, which the sources of these tests do not read."""

    def __init__(self) -> None:
        self.queried: list[tuple[str, ...]] = []
        self.keys: Mapping[str, str] = {}
        self.mailto = None

    def get(self, url: str, **_: Any) -> Response:
        self.queried.append((url,))
        return Response(url, 200, "text/plain", b"", DAY)

    post = get


def knows(
    name: str,
    schemes: set[Scheme],
    works: Mapping[str, Record],
    *,
    related: tuple[Related, ...] = (),
    batch: int = 100,
    cut: bool = False,
) -> Source:
    """A source that has *works* by their identifiers; with *cut*, it does not respond."""

    def load(http: Http, wanted: Sequence[Identifier]) -> Sequence[Response]:
        if cut:
            raise SourceUnavailable(f"cannot reach {name}", url=name)
        return [http.get(f"https://{name}.example/{len(wanted)}")]

    def parse(responses: Sequence[Response], wanted: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
        return {
            identifier: Found(works[str(identifier)], name, responses[0].fetched, related)
            if str(identifier) in works
            else Absent(name)
            for identifier in wanted
        }

    return Source(frozenset(schemes), batch, load, parse, absent=())


Use = Callable[[Mapping[str, Source]], Client]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Makes a client that has only the given sources."""

    def make(sources: Mapping[str, Source]) -> Client:
        client = Client(CountingTransport(), only=[])
        monkeypatch.setattr(client, "_sources", sources)
        return client

    return make


ARXIV = {"arxiv:2310.18859": PREPRINT}
DOI = {"doi:10.1000/sida": PUBLISHED}


def test_an_arxiv_id_leads_to_the_published_version_and_a_doi_to_the_preprint(use: Use) -> None:
    preprint_of_it = Related("preprint", parse_identifier("2310.18859"))
    client = use({
        "arxiv": knows("arxiv", {Scheme.ARXIV}, ARXIV),
        "crossref": knows("crossref", {Scheme.DOI}, DOI, related=(preprint_of_it,)),
    })  # fmt: skip
    for text in ("https://arxiv.org/abs/2310.18859v2", "10.1000/SIDA"):
        record = client.fetch(text)
        assert (record.type, record.venue) == ("paper-conference", "Proceedings of Examples")
        (preprint,) = record.versions
        assert preprint.is_preprint
        assert [str(identifier) for identifier in record.identifiers] == ["doi:10.1000/sida"]
        assert [str(identifier) for identifier in preprint.identifiers] == ["arxiv:2310.18859"]


def test_a_record_of_another_work_is_rejected_and_reported(use: Use) -> None:
    client = use({
        "arxiv": knows("arxiv", {Scheme.ARXIV}, ARXIV),
        "crossref": knows("crossref", {Scheme.DOI}, {"doi:10.1000/sida": OTHER}),
    })  # fmt: skip
    (lookup,) = client.look_up(["2310.18859"])
    assert [(rejected.source, rejected.title) for rejected in lookup.rejected] == [("crossref", "On Tulips")]
    assert isinstance(lookup.answer, Found)
    assert lookup.answer.record.is_preprint


@pytest.mark.parametrize("queried", ["dblp:conf/cie/Du24", "SiDA: Serving Experts"])
def test_a_doi_that_is_registered_for_another_work_is_left_out_and_reported(use: Use, queried: str) -> None:
    key = "dblp:conf/cie/Du24"
    with_wrong_doi = PUBLISHED.evolve(identifiers=["doi:10.1000/sida", key])
    client = use({
        "dblp": knows("dblp", {Scheme.DBLP}, {key: with_wrong_doi})._replace(
            search=lambda http, title: (http.get("https://dblp.example"),),
            candidates=lambda responses: [Found(with_wrong_doi, "dblp", DAY)],
        ),
        "crossref": knows("crossref", {Scheme.DOI}, {"doi:10.1000/sida": OTHER}),
    })  # fmt: skip
    (lookup,) = client.look_up([queried])
    assert isinstance(lookup.answer, Found)
    assert lookup.answer.record.to_dict()["identifiers"] == [key]
    assert [doubt.message for doubt in lookup.doubts if doubt.field == "identifiers"] == [
        "doi:10.1000/sida, named by dblp, is of another work: 'On Tulips' in crossref"
    ]


def test_a_doi_stays_if_only_another_source_than_its_agency_has_another_work_for_it(use: Use) -> None:
    pmid = "pmid:12345678"
    of_pubmed = PUBLISHED.evolve(identifiers=["doi:10.1000/sida", pmid])
    client = use({
        "pubmed": knows("pubmed", {Scheme.PMID}, {pmid: of_pubmed}),
        "crossref": knows("crossref", {Scheme.DOI}, DOI, cut=True),
        "hal": knows("hal", {Scheme.DOI}, {"doi:10.1000/sida": OTHER}),
    })  # fmt: skip
    assert [str(identifier) for identifier in client.fetch(pmid).identifiers] == ["doi:10.1000/sida", pmid]


def test_a_page_with_the_doi_of_another_work_is_named_by_its_url(use: Use) -> None:
    url = "https://press.example/sida"
    of_page = PUBLISHED.evolve(identifiers=["doi:10.1000/sida", f"url:{url}"])
    client = use({
        "page": knows("page", {Scheme.URL}, {f"url:{url}": of_page}),
        "crossref": knows("crossref", {Scheme.DOI}, {"doi:10.1000/sida": OTHER}),
    })  # fmt: skip
    record = client.fetch(url)
    assert (record.title, record.identifiers, record.url) == (PUBLISHED.title, (), url)


def test_the_doi_that_is_looked_up_is_that_of_the_agency_even_if_another_source_has_another_work(use: Use) -> None:
    doi = "doi:10.1000/sida"
    sources = {name: knows(name, {Scheme.DOI}, {doi: record}) for name, record in
               {"crossref": PUBLISHED, "pubmed": OTHER}.items()}  # fmt: skip
    record = use(sources).fetch(doi)
    assert (record.title, [str(identifier) for identifier in record.identifiers]) == (PUBLISHED.title, [doi])


def test_a_record_without_authors_is_accepted_by_its_title(use: Use) -> None:
    nameless = PUBLISHED.evolve(author=())
    client = use({
        "arxiv": knows("arxiv", {Scheme.ARXIV}, ARXIV),
        "crossref": knows("crossref", {Scheme.DOI}, {"doi:10.1000/sida": nameless}),
    })  # fmt: skip
    record = client.fetch("2310.18859")
    assert record.venue == "Proceedings of Examples"
    assert not record.author
    assert record.versions[0].author == PREPRINT.author


def test_a_page_without_authors_leads_to_its_doi(use: Use) -> None:
    url = "url:https://press.example/sida"
    page = {url: PUBLISHED.evolve(author=(), identifiers=["doi:10.1000/sida", url])}
    pages = knows("page", {Scheme.URL}, page)
    (answer,) = use({"page": pages, "crossref": knows("crossref", {Scheme.DOI}, DOI)}).fetch_many([url])
    assert isinstance(answer, Found)
    assert answer.record.author == PUBLISHED.author
    (answer,) = use({"page": pages, "crossref": knows("crossref", {Scheme.DOI}, DOI, cut=True)}).fetch_many([url])
    assert answer == Unavailable("crossref", "cannot reach crossref")


def test_a_preprint_in_pubmed_keeps_its_pmid(use: Use) -> None:
    preprint = PREPRINT.evolve(container_title="bioRxiv", identifiers=["pmid:123", "doi:10.1101/2020.01.01.123456"])
    (answer,) = use({"pubmed": knows("pubmed", {Scheme.PMID}, {"pmid:123": preprint})}).fetch_many(["pmid:123"])
    assert isinstance(answer, Found)
    assert set(answer.record.identifiers) == set(preprint.identifiers)


def test_a_page_is_queried_if_no_source_has_the_doi_that_was_made_of_its_number(use: Use) -> None:
    url = "https://zenodo.org/records/123"
    page = {f"url:{url}": PUBLISHED.evolve(identifiers=["doi:10.1000/sida", f"url:{url}"])}
    sources = {"page": knows("page", {Scheme.URL}, page), "crossref": knows("crossref", {Scheme.DOI}, DOI)}
    (answer,) = use(sources).fetch_many([url])
    assert isinstance(answer, Found)
    assert answer.record.identifiers[0] == PUBLISHED.identifiers[0]
    (answer,) = use(sources | {"page": knows("page", {Scheme.URL}, {}, cut=True)}).fetch_many([url])
    assert isinstance(answer, Unavailable)
    (answer,) = use(sources).fetch_many(["https://zenodo.org/doi/10.5281/zenodo.123"])
    assert isinstance(answer, Absent)


def test_a_page_about_no_single_work_is_refused_with_the_form_that_works(use: Use) -> None:
    with pytest.raises(InvalidIdentifier, match="use the DOI, the arXiv ID or the title"):
        use({}).fetch("https://scholar.google.com/scholar?q=experts")


def test_a_work_is_absent_only_if_every_queried_source_responded(use: Use) -> None:
    first, second = knows("one", {Scheme.ARXIV}, {}), knows("two", {Scheme.ARXIV}, {})
    (answer,) = use({"one": first, "two": second}).fetch_many(["2310.18859"])
    assert answer == Absent("one, two")
    (answer,) = use({"one": first, "two": knows("two", {Scheme.ARXIV}, {}, cut=True)}).fetch_many(["2310.18859"])
    assert answer == Unavailable("two", "cannot reach two")
    (answer,) = use({"one": first}).fetch_many(["isbn:9781939133359"])
    assert isinstance(answer, Unavailable)  # no source supports ISBNs


def test_hosts_that_do_not_respond_for_the_same_reason_are_listed_together(use: Use) -> None:
    def silent(why: str) -> Source:
        def load(http: Http, wanted: Sequence[Identifier]) -> Sequence[Response]:
            raise SourceUnavailable(why, url="https://a.example")

        return Source(frozenset({Scheme.ARXIV}), 10, load, lambda responses, wanted: {}, absent=())

    reasons = {
        "a": "cannot reach a.example (no network)",
        "b": "cannot reach b.example (no network)",
        "c": "cannot reach c.example (timed out)",
        "d": "no cached response from d.example, and moebib is offline",
        "e": "no cached response from e.example, and moebib is offline",
        "f": "f.example returned no work",
        "g": "f.example returned no work",
    }
    (answer,) = use({name: silent(why) for name, why in reasons.items()}).fetch_many(["2310.18859"])
    assert isinstance(answer, Unavailable)
    assert answer.why == (
        "cannot reach a.example, b.example (no network); cannot reach c.example (timed out); no cached response from "
        "d.example, e.example, and moebib is offline; f.example returned no work"
    )


def test_fetch_raises_what_it_does_not_find(use: Use) -> None:
    with pytest.raises(NoSuchWork, match="queried: one"):
        use({"one": knows("one", {Scheme.ARXIV}, {})}).fetch("2310.18859")
    with pytest.raises(SourceUnavailable, match="cannot tell"):
        use({"one": knows("one", {Scheme.ARXIV}, {}, cut=True)}).fetch("2310.18859")
    for text in ("2413.00001", "arXiv: 2413.00001", ""):  # not titles
        with pytest.raises(InvalidIdentifier):
            use({}).fetch(text)


def test_an_invalid_identifier_does_not_affect_the_others(use: Use) -> None:
    client = use({"arxiv": knows("arxiv", {Scheme.ARXIV}, ARXIV)})
    first, second = client.fetch_many(["2413.00001", "2310.18859"])
    assert isinstance(first, Unavailable)
    assert "13 is not a month" in first.why
    assert isinstance(second, Found)


def test_answers_are_in_the_order_of_the_texts_and_queried_in_batches(use: Use) -> None:
    works = {f"arxiv:2310.{number:05}": PREPRINT.evolve(title=f"Work {number}", identifiers=[f"arxiv:2310.{number:05}"])
             for number in range(1, 251)}  # fmt: skip
    client = use({"arxiv": knows("arxiv", {Scheme.ARXIV}, works)})
    queried = [f"2310.{number:05}" for number in range(250, 0, -1)]
    titles = [answer.record.title for answer in client.fetch_many(queried) if isinstance(answer, Found)]
    assert titles == [f"Work {number}" for number in range(250, 0, -1)]
    assert len(client._http.queried) == 3  # type: ignore[attr-defined]


def test_a_source_that_is_down_is_not_queried_again(use: Use) -> None:
    tries: list[int] = []

    def load(http: Http, wanted: Sequence[Identifier]) -> Sequence[Response]:
        tries.append(len(wanted))
        raise SourceUnavailable("cannot reach it", url="x")

    silent = Source(frozenset({Scheme.ARXIV}), 10, load, lambda responses, wanted: {}, absent=())
    answers = list(use({"silent": silent}).fetch_many([f"2310.{number:05}" for number in range(1, 31)]))
    assert tries == [10]
    assert {type(answer) for answer in answers} == {Unavailable}


def test_a_last_resort_is_queried_only_if_no_other_source_has_the_work(use: Use) -> None:
    queried: list[str] = []

    def load(http: Http, wanted: Sequence[Identifier]) -> Sequence[Response]:
        queried.extend(map(str, wanted))
        return [http.get("https://example.org")]

    last = knows("last", {Scheme.DOI}, {"doi:10.1000/none": OTHER})
    client = use({
        "crossref": knows("crossref", {Scheme.DOI}, DOI),
        "last": last._replace(load=load, last_resort=frozenset({Scheme.DOI})),
    })  # fmt: skip
    first, second = client.fetch_many(["10.1000/sida", "10.1000/none"])
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert (second.source, queried) == ("last", ["doi:10.1000/none"])


def test_a_last_resort_is_queried_if_only_the_work_is_known_and_not_the_publication(use: Use) -> None:
    of_work = Found(PREPRINT, "semantic-scholar", DAY, (Related("same-work", parse_identifier("doi:10.1000/sida")),))
    merging = Source(
        frozenset({Scheme.DOI}), 1, lambda http, _: [http.get("https://merging.example")],
        lambda _, wanted: dict.fromkeys(wanted, of_work), absent=(), about="work",
    )  # fmt: skip
    client = use({
        "crossref": knows("crossref", {Scheme.DOI}, DOI, cut=True),
        "doi": knows("doi", {Scheme.DOI}, DOI)._replace(last_resort=frozenset({Scheme.DOI})),
        "semantic-scholar": merging,
    })  # fmt: skip
    assert client.fetch("10.1000/sida").container_title == "Proceedings of Examples"


def test_a_lookup_does_not_depend_on_how_far_the_leads_of_another_one_go(use: Use) -> None:
    ids = [f"arxiv:2310.1000{number}" for number in range(9)]
    chain = {one: PREPRINT.evolve(identifiers=[one, other]) for one, other in pairwise(ids)}
    client = use({
        "arxiv": knows("arxiv", {Scheme.ARXIV}, chain),
        "crossref": knows("crossref", {Scheme.DOI}, DOI, cut=True),
        "doi": knows("doi", {Scheme.DOI}, DOI)._replace(last_resort=frozenset({Scheme.DOI})),
    })  # fmt: skip
    alone, together = client.fetch("10.1000/sida"), list(client.fetch_many([ids[0], "10.1000/sida"]))
    assert alone.container_title == "Proceedings of Examples"
    assert isinstance(together[1], Found)
    assert together[1].record == alone


def test_the_publication_that_was_asked_for_is_the_work_even_if_a_lead_led_to_it(use: Use) -> None:
    """A source that describes works has another title for it, and only its key leads to the source that has the DOI."""
    related = (Related("same-work", parse_identifier("doi:10.1000/sida")), Related("same-work", DBLP_KEY))
    of_work = Found(PREPRINT.evolve(title="On Warm Gates", identifiers=()), "semantic-scholar", DAY, related)
    merging = Source(
        frozenset({Scheme.DOI}), 1, lambda http, _: [http.get("https://merging.example")],
        lambda _, wanted: dict.fromkeys(wanted, of_work), absent=(), about="work",
    )  # fmt: skip
    known = {str(DBLP_KEY): PUBLISHED.evolve(identifiers=["doi:10.1000/sida", str(DBLP_KEY)])}
    client = use({"dblp": knows("dblp", {Scheme.DBLP}, known), "semantic-scholar": merging})
    assert client.fetch("10.1000/sida").title == PUBLISHED.title


def test_an_identifier_without_an_answer_is_unavailable(use: Use) -> None:
    lax = Source(frozenset({Scheme.ARXIV}), 10, lambda http, wanted: [], lambda responses, wanted: {}, absent=())
    (answer,) = use({"lax": lax}).fetch_many(["2310.18859"])
    assert answer == Unavailable("lax", "lax returned nothing for arxiv:2310.18859")


def searching(works: Sequence[Record]) -> Source:
    def search(http: Http, title: str) -> Sequence[Response]:
        return [http.get("https://example.org")]

    found = [Found(work, "s", DAY) for work in works]
    return knows("s", {Scheme.DOI}, {})._replace(search=search, candidates=lambda responses: found)


def test_a_title_is_accepted_if_all_works_with_it_have_the_same_first_author(use: Use) -> None:
    (answer,) = use({"s": searching([OTHER, PUBLISHED])}).fetch_many(["sida: serving experts"])
    assert isinstance(answer, Found)
    assert answer.record.author == PUBLISHED.author


@pytest.mark.parametrize("queried", ["SiDA: serving experts.", "SiDA - Serving Experts", "SiDA: Serving Expert"])
def test_a_title_is_recognised_in_an_equivalent_spelling(use: Use, queried: str) -> None:
    assert use({"s": searching([PUBLISHED])}).fetch(queried).title == "SiDA: Serving Experts"


def test_works_with_the_title_but_without_authors_are_not_accepted(use: Use) -> None:
    nameless = PUBLISHED.evolve(author=[], identifiers=[])
    (answer,) = use({"s": searching([nameless])}).fetch_many(["SiDA: Serving Experts"])
    assert isinstance(answer, Unavailable)
    assert answer.why == "the work with this title has no author; use an identifier"


def test_a_title_that_matches_several_works_or_none_is_not_resolved(use: Use) -> None:
    homonym = PUBLISHED.evolve(author=["Roos, Jan"], identifiers=["doi:10.1000/other"])
    (answer,) = use({"s": searching([PUBLISHED, homonym])}).fetch_many(["SiDA: Serving Experts"])
    assert isinstance(answer, Unavailable)
    assert "2 works have this title" in answer.why
    (answer,) = use({"s": searching([OTHER])}).fetch_many(["SiDA: Serving Experts"])
    assert answer == Absent("s")


SOURCES = {
    "arxiv": ({Scheme.ARXIV}, ARXIV),
    "crossref": ({Scheme.DOI}, DOI),
    "datacite": ({Scheme.ARXIV, Scheme.DOI}, {}),
    "openalex": ({Scheme.ARXIV, Scheme.DOI}, DOI),
}
ASKED = ["2310.18859", "2310.18860", "10.1000/sida", "10.1000/none"]


@given(cut=st.sets(st.sampled_from(sorted(SOURCES))))
def test_no_subset_of_cut_sources_makes_a_work_absent(cut: set[str]) -> None:
    def absent(cut: set[str]) -> set[str]:
        client = Client(CountingTransport(), only=[])
        client._sources = {name: knows(name, *arguments, cut=name in cut) for name, arguments in SOURCES.items()}
        answers = zip(ASKED, client.fetch_many(ASKED), strict=True)
        return {text for text, answer in answers if isinstance(answer, Absent)}

    assert absent(cut) <= absent(set()) == {"2310.18860", "10.1000/none"}


def test_the_old_name_of_look_up_still_works(use: Use) -> None:
    client = use({"arxiv": knows("arxiv", {Scheme.ARXIV}, ARXIV)})
    with pytest.warns(DeprecationWarning, match="look_up"):
        (lookup,) = client.inquire(["2310.18859"])
    assert isinstance(lookup.answer, Found)


def test_of_many_hosts_with_the_same_reason_the_first_are_named() -> None:
    reasons = [(str(number), f"cannot reach h{number}.example (no network)") for number in range(14)]
    (outage,) = outages(reasons)
    assert outage.why == f"cannot reach {', '.join(f'h{n}.example' for n in range(12))} and 2 other hosts (no network)"
    assert len(outage.sources) == 14
    (outage,) = outages(reasons[:13])
    assert outage.why.endswith("h11.example and 1 other host (no network)")


def test_a_reason_of_moebib_itself_is_no_outage() -> None:
    of_works = [{"moebib": "2 works have this title; use an identifier"}, {"crossref": "a.example returned 503"}]
    assert [*map(str, outages_in(of_works))] == ["crossref did not respond: a.example returned 503"]


def test_a_title_may_begin_like_an_identifier_or_have_no_spaces(use: Use) -> None:
    for title in ("S2 Transformer for Invented Captions", "DBLP - Some Invented Lessons", "模糊测试技术研究"):
        work = PUBLISHED.evolve(title=title)
        assert use({"s": searching([work])}).fetch(title).title == title


def test_an_answer_without_authors_that_names_a_publication_is_no_second_work(use: Use) -> None:
    nameless = PUBLISHED.evolve(author=[], identifiers=["s2:CorpusID:7", "doi:10.1000/sida"])
    found = [Found(nameless, "semantic-scholar", DAY), Found(PUBLISHED, "crossref", DAY)]
    source = searching([])._replace(candidates=lambda responses: found)
    client = use({"crossref": source, "semantic-scholar": knows("semantic-scholar", {Scheme.S2}, {})})
    assert client.fetch("SiDA: Serving Experts").author == PUBLISHED.author


def test_proceedings_without_editors_are_found_although_a_lead_did_not_respond(use: Use) -> None:
    volume = Record(
        id=NEW, type="book", title="Proceedings of Examples", identifiers=["dblp:conf/ex/2024", "doi:10.1000/v"]
    )
    client = use({
        "dblp": knows("dblp", {Scheme.DBLP}, {"dblp:conf/ex/2024": volume}),
        "crossref": knows("crossref", {Scheme.DOI}, {}, cut=True),
    })  # fmt: skip
    assert client.fetch("dblp:conf/ex/2024").title == "Proceedings of Examples"

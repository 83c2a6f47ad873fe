"""A reference is compared with the sources; it is "not found" only if all of them responded."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.lookup.lookup import Lookup, identifier_queries, title_query
from moebib.lookup.verdict import Verdict
from moebib.lookup.verify import is_irrelevant, needs_title_search, queries_to_verify, verify_record
from moebib.records.answer import Unavailable
from moebib.records.record import Record
from services import DAY, Known, look_up
from strategies import examples

PREPRINT = {
    "type": "article", "genre": "preprint", "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Li, Hai Helen"],
    "issued": "2024-02-03", "container_title": "arXiv", "identifiers": ["arxiv:2402.09992"],
}  # fmt: skip
PAPER = {
    "type": "paper-conference", "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Li, Hai Helen"],
    "issued": "2025-03", "container_title": "Proceedings of the 5th Workshop on Invented Systems",
    "container_title_short": "WIS", "identifiers": ["doi:10.5555/warm.1", "arxiv:2402.09992"],
}  # fmt: skip
OTHER = {
    "type": "article-journal", "title": "On the Migration of Geese", "author": ["Marsh, Ida"], "issued": "1999",
    "container_title": "Journal of Geese", "identifiers": ["doi:10.5555/geese"],
}  # fmt: skip
KNOWN: Known = {"arxiv": [PREPRINT], "crossref": [PAPER, OTHER]}


def reference(**fields: Any) -> Record:
    return Record.model_validate({"id": "brook2025", **PAPER, **fields})


def verify(record: Record, works: Known = KNOWN, *, cut: frozenset[str] = frozenset()) -> Verdict:
    """Look up by identifier, then by title if nothing is found, as `verify` does."""
    lookups = look_up(works, identifier_queries(record) or title_query(record), cut=cut)
    if needs_title_search(record, lookups) and all(lookup.identifier for lookup in lookups):
        lookups += look_up(works, title_query(record), cut=cut)
    return verify_record(record, lookups, DAY)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"identifiers": []},
        {"title": "Keeping experts warm!"},
        {"author": ["Brook, T.", "Li, H. H."]},
        {"author": ["Brook, Tom", "others"]},
        {"author": []},
        {"issued": "2024"},  # the year of the preprint
        {"issued": None},
        {"container_title": "WIS", "container_title_short": ""},
        {"container_title": "", "container_title_short": ""},
        {"container_title": "5th Workshop on Invented Systems (WIS 2025)"},
    ],
)
def test_a_reference_that_agrees_with_the_sources_is_ok(changed: dict[str, Any]) -> None:
    assert verify(reference(**changed)) == Verdict("ok")


@pytest.mark.parametrize(
    ("changed", "hint"),
    [
        ({"title": "Keeping Experts &amp; Warm"}, ""),
        ({"title": "WarmNet: Keeping Experts Warm"}, "the name in front is missing in the source"),
        ({"author": ["Li, Hai Helen", "Brook, Tom"]}, "in another order"),
    ],
)
def test_a_reference_that_is_written_in_another_way_is_found_by_its_title(changed: dict[str, Any], hint: str) -> None:
    known = {"title": "Keeping Experts and Warm"} if not hint else {}
    verdict = verify(reference(**changed, identifiers=[]), {"crossref": [{**PAPER, **known}]})
    assert verdict.kind == "ok"
    assert any(hint in line for line in verdict.hints) if hint else not verdict.hints


def test_a_work_of_the_same_title_by_other_people_is_not_found() -> None:
    other = reference(author=["Marsh, Ida", "Cho, Ada"], identifiers=[])
    assert verify(other, {"crossref": [PAPER], "dblp": [], "openalex": []}).kind == "not found"


@pytest.mark.parametrize("author", [["Cho, Ada", "Li, Hai Helen"], ["Li, Hai Helen"], ["Brook, Ida", "Li, H. H."]])
def test_a_work_of_the_same_title_with_another_first_author_has_wrong_authors(author: list[str]) -> None:
    works = {"crossref": [PAPER], "arxiv": [PREPRINT], "openalex": []}
    verdict = verify(reference(author=author, identifiers=[]), works)
    assert (verdict.kind, [difference.field for difference in verdict.differences]) == ("differs", ["authors"])


def test_another_family_name_is_an_error_unless_a_source_has_it_too() -> None:
    changed = reference(author=["Frost, Tom", "Li, Hai Helen"], identifiers=[])
    works: Known = {"crossref": [PAPER], "openalex": []}
    (difference,) = verify(changed, works).differences
    assert (difference.here, difference.there) == ("'Tom Frost' (1 of 2)", "'Tom Brook' (1 of 2) (another family name)")
    works = {"crossref": [PAPER], "openalex": [{**PAPER, "author": ["Frost, Tom", "Li, Hai Helen"]}]}
    assert verify(changed, works).kind == "ok"


def test_a_reference_by_title_may_name_its_authors_in_short() -> None:
    works = {"crossref": [{**OTHER, "author": ["Marsh, Ida Beatrix"]}], "openalex": []}
    record = Record.model_validate({"id": "marsh1999", **OTHER, "identifiers": [], "author": ["IB, Marsh"]})
    assert verify(record, works).kind == "ok"
    works = {"crossref": [{**OTHER, "author": ["Marsh, Ida", "{Goose Consortium}"]}], "openalex": []}
    assert verify(record.evolve(author=["{Goose Consortium}"]), works).kind == "ok"
    assert verify(record.evolve(author=["{Duck Consortium}"]), works).kind != "ok"


def test_a_note_on_the_authors_names_the_one_who_is_written_in_another_way() -> None:
    works = {"crossref": [{**PAPER, "author": ["Brook Sol, Tom", "Li, Hai Helen"]}]}
    (note,) = verify(reference(), works).hints
    expected = "'Tom Brook Sol' (1 of 2) (one part of a compound family name) in crossref"
    assert note == f"authors: 'Tom Brook' (1 of 2) here, {expected}"


def test_a_preprint_is_ok_and_its_publication_a_hint() -> None:
    expected = Verdict("ok", hints=("there is a published version: WIS 2025 (doi:10.5555/warm.1)",))
    assert verify(Record.model_validate({"id": "brook2024", **PREPRINT})) == expected
    article = reference(container_title="arXiv preprint arXiv:2402.09992", container_title_short="", issued="2024")
    assert verify(article) == expected
    assert verify(article.evolve(container_title="SSRN Electronic Journal")) == expected


def test_a_publication_may_be_some_years_after_a_preprint_that_only_its_venue_shows() -> None:
    listed = {**PREPRINT, "type": "article-journal", "genre": "", "container_title": "bioRxiv"}
    later = reference(issued="2026", container_title="Journal of Geese", container_title_short="")
    verdict = verify(later.evolve(identifiers=["arxiv:2402.09992"]), {"openalex": [listed]})
    assert verdict.hints[0] == "year: 2026 here, 2024 in openalex"
    assert "year" not in [difference.field for difference in verdict.differences]


def test_a_venue_of_which_no_index_knows_is_a_difference_and_nothing_without_an_index() -> None:
    claimed = reference(identifiers=["arxiv:2402.09992"], issued="2024")
    assert verify(claimed, {"arxiv": [PREPRINT]}).kind == "ok"
    verdict = verify(claimed, {"arxiv": [PREPRINT], "crossref": [], "dblp": []})
    assert [*map(str, verdict.differences)] == ["venue: 'WIS' here, only the preprint (arXiv 2024) in arxiv"]
    assert verify(claimed, {"arxiv": [PREPRINT], "crossref": []}, cut=frozenset({"crossref"})).kind == "ok"
    recent = {**PREPRINT, "issued": "2027-01-05"}
    assert verify(claimed.evolve(issued="2027-01"), {"arxiv": [recent], "crossref": []}).kind == "ok"


@pytest.mark.parametrize(
    "claim",
    [
        {"container_title": "NeurIPS 2024"},
        {"note": "Accepted at NeurIPS 2024"},
        {"type": "document", "genre": "", "container_title": "", "note": "In Proceedings of NeurIPS"},
        {"type": "document", "genre": "", "container_title": "NeurIPS"},
        {"type": "manuscript", "genre": "", "container_title": "", "note": "NeurIPS 2024 (oral)"},
        {"type": "article-journal", "genre": "", "container_title": "arXiv preprint", "note": "NeurIPS 2024"},
    ],
)
def test_a_venue_beside_an_arxiv_id_is_checked_wherever_it_is_written(claim: dict[str, Any]) -> None:
    claimed = Record.model_validate({"id": "a", **PREPRINT, **claim})
    (difference,) = verify(claimed, {"arxiv": [PREPRINT], "openalex": []}).differences
    assert (difference.field, difference.there) == ("venue", "only the preprint (arXiv 2024)")
    (difference,) = verify(claimed, {"arxiv": [PREPRINT], "crossref": [PAPER], "openalex": []}).differences
    assert (difference.field, difference.there) == ("venue", "'WIS'")
    right = {**PAPER, "container_title": "Advances in Neural Information Processing Systems"}
    right |= {"container_title_short": "", "issued": "2024"}
    assert verify(claimed, {"arxiv": [PREPRINT], "dblp": [right], "openalex": []}).kind == "ok"
    assert verify(claimed, {"arxiv": [PREPRINT], "openalex": []}, cut=frozenset({"openalex"})).kind == "ok"


def test_a_venue_that_authors_state_at_arxiv_is_no_error_if_no_index_has_it_yet() -> None:
    claimed = reference(identifiers=["arxiv:2402.09992"], issued="2024")
    works: Known = {"arxiv": [{**PREPRINT, "stated": "Accepted at WIS 2024"}], "crossref": [], "openalex": []}
    verdict = verify(claimed, works)
    assert (verdict.kind, verdict.hints) == (
        "ok",
        ("venue: 'WIS' here, only the preprint (arXiv 2024; its authors say 'Accepted at WIS 2024') in arxiv",),
    )
    works = {"arxiv": [{**PREPRINT, "stated": "Accepted at ICML 2024"}], "crossref": [], "openalex": []}
    assert verify(claimed, works).kind == "differs"


def test_a_venue_that_no_source_covers_is_no_error_if_only_the_preprint_is_known() -> None:
    works: Known = {"arxiv": [PREPRINT], "crossref": [], "openalex": []}
    for venue in ("NeurIPS 2024 Workshop on Kilns", "Wired", "计算机学报"):
        claimed = reference(identifiers=["arxiv:2402.09992"], container_title=venue, container_title_short="")
        verdict = verify(claimed, works)
        assert verdict.kind == "ok"
        assert "only the preprint (arXiv 2024; no source covers " in " ".join(verdict.hints)


def test_a_venue_that_a_silent_source_may_have_is_a_note() -> None:
    claimed = reference(identifiers=["arxiv:2402.09992"], issued="2024")
    verdict = verify(claimed, {"arxiv": [PREPRINT], "crossref": []}, cut=frozenset({"crossref"}))
    note = "venue: 'WIS' here, only the preprint (arXiv 2024; crossref did not respond) in arxiv"
    assert verdict == Verdict("ok", hints=(note,))


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        (
            {"title": "Keeping the Experts Warm"},
            "title: 'Keeping the Experts Warm' here, 'Keeping Experts Warm' in crossref",
        ),
        (
            {"author": ["Brook, Tom", "Lin, Hai Helen"]},
            "authors: 'Hai Helen Lin' (2 of 2) here, 'Hai Helen Li' (2 of 2) in crossref",
        ),
        (
            {"author": ["Frost, Tom", "Li, Hai Helen"]},
            "authors: 'Tom Frost' (1 of 2) here, 'Tom Brook' (1 of 2) (another family name) in crossref",
        ),
        ({"author": ["Brook, Tom"]}, "authors: only 1 here, 'Hai Helen Li' (2 of 2) in crossref"),
        (
            {"author": ["Brook, Tom", "Li, Hai Helen", "Cho, Ada"]},
            "authors: 'Ada Cho' (3 of 3) here, only 2 in crossref",
        ),
        ({"issued": "2022"}, "year: 2022 here, 2024, 2025 in crossref"),
        ({"issued": "2033"}, "year: 2033 here, not yet in the calendar"),
        (
            {"container_title": "Journal of Experts", "container_title_short": ""},
            "venue: 'Journal of Experts' here, 'WIS' in crossref",
        ),
        (
            {"identifiers": ["arxiv:2402.09992", "doi:10.5555/nothing"]},
            "identifiers: doi:10.5555/nothing here, nothing in arxiv, crossref",
        ),
        (
            {"identifiers": ["arxiv:2402.09992", "doi:10.5555/geese"]},
            "identifiers: doi:10.5555/geese here, another work, 'On the Migration of Geese' in crossref",
        ),
    ],
)
def test_differences_are_listed_with_their_source(changed: dict[str, Any], difference: str) -> None:
    verdict = verify(reference(**changed))
    assert verdict.kind == "differs"
    assert [str(difference) for difference in verdict.differences] == [difference]


def test_an_identifier_of_another_work_differs_with_the_title_of_that_work() -> None:
    verdict = verify(reference(identifiers=["doi:10.5555/geese"]), {"crossref": [OTHER]})
    assert verdict.kind == "differs"
    assert [difference.field for difference in verdict.differences] == [
        "identifiers",
        "title",
        "authors",
        "year",
        "venue",
    ]


def test_a_work_with_a_wrong_identifier_is_found_by_its_title() -> None:
    for wrong in ("doi:10.5555/nothing", "doi:10.5555/geese"):
        verdict = verify(reference(identifiers=[wrong]))
        assert verdict.kind == "differs"
        assert [(difference.field, difference.here) for difference in verdict.differences] == [("identifiers", wrong)]
        assert "its identifiers are arxiv:2402.09992, doi:10.5555/warm.1" in verdict.hints[-1]


def test_a_reference_that_no_source_has_is_not_found_with_the_number_of_sources() -> None:
    for identifiers in (["doi:10.5555/nothing"], ["arxiv:2402.01111", "doi:10.5555/nothing"], []):
        verdict = verify(reference(title="Cooling Experts Down", identifiers=identifiers))
        assert str(verdict) == "not found (all 2 sources responded)"
    assert str(verify(reference(title="Cooling Down", identifiers=[]), {"crossref": []})) == (
        "not found (all 1 source responded)"
    )


def test_a_work_with_the_same_title_by_other_authors_is_not_a_match() -> None:
    verdict = verify(reference(author=["Marsh, Ida"], identifiers=[]))
    assert str(verdict) == "not found (all 2 sources responded)"
    assert verdict.hints == ("arxiv has another work with this title, by Tom Brook (https://arxiv.org/abs/2402.09992)",)


@pytest.mark.parametrize("author", [[], ["{The Warm Collaboration}"], ["\u6797, \u6d77"]])
def test_a_work_with_the_title_whose_authors_cannot_be_compared_is_no_other_work(author: list[str]) -> None:
    verdict = verify(reference(identifiers=[]), {"crossref": [{**PAPER, "author": author}]})
    assert verdict.kind == "cannot tell"
    assert verdict.why == "ambiguous: the authors of a work with this title cannot be compared"


def test_an_identifier_of_a_work_in_another_script_is_inconclusive() -> None:
    abroad = {**PAPER, "title": "\u5730\u57df\u7c98\u571f\u306e\u713c\u6210", "author": ["\u4f50\u85e4, \u5065"]}
    assert verify(reference(identifiers=["doi:10.5555/warm.1"]), {"doi": [abroad]}) == Verdict(
        "cannot tell", "ambiguous: doi has a title in another script"
    )


def test_a_title_people_and_venue_in_another_script_are_not_compared() -> None:
    venue = {"container_title": "\u7c98\u571f", "container_title_short": ""}
    assert verify(reference(), {"doi": [{**PAPER, **venue, "title": "\u7c98\u571f\u306e\u713c\u6210"}]}) == Verdict(
        "ok"
    )
    assert verify(reference(), {"doi": [{**PAPER, **venue, "author": ["\u6797, \u6d77"]}]}) == Verdict("ok")


@pytest.mark.parametrize(("number", "kind"), [("2702.00001", "cannot tell"), ("2701.00001", "differs")])
def test_a_preprint_of_this_month_may_have_yet_to_be_announced(number: str, kind: str) -> None:
    new = {**PREPRINT, "title": "Firing Pots at Night", "issued": "2027", "identifiers": [f"arxiv:{number}"]}
    assert verify(Record.model_validate({"id": "new", **new})).kind == kind


def test_a_title_without_an_author_is_inconclusive() -> None:
    verdict = verify(reference(author=[], identifiers=[]), {"dblp": [PAPER]})
    assert str(verdict) == "cannot tell (ambiguous: no author to distinguish works with this title)"


@pytest.mark.parametrize(
    ("changed", "cut", "verdict"),
    [
        ({"title": "Cooling Experts Down", "identifiers": []}, {"crossref"}, "cannot tell (crossref did not respond)"),
        ({"title": "Cooling Experts Down", "identifiers": []}, {"arxiv"}, "not found (all 1 source responded)"),
        (
            {"identifiers": ["doi:10.5555/nothing"]},
            {"arxiv", "crossref"},
            "cannot tell (crossref did not respond)",
        ),
        (
            {"issued": "2020", "identifiers": ["arxiv:2402.09992"]},
            {"crossref"},
            "cannot tell (crossref did not respond)",
        ),
        ({"issued": "2024"}, {"crossref"}, "ok"),
        (
            {"title": "Heat", "identifiers": []},
            set(),
            "cannot tell (no identifier, and a title of one word, which many works have)",
        ),
        ({"title": "", "identifiers": []}, set(), "cannot tell (no identifier, and no title to search for)"),
    ],
)
def test_fields_that_sources_do_not_have_are_not_compared(changed: dict[str, Any], cut: set[str], verdict: str) -> None:
    assert str(verify(reference(**changed), cut=frozenset(cut))) == verdict


def test_of_several_works_with_one_title_that_of_the_authors_is_verified() -> None:
    works = {"crossref": [PAPER], "dblp": [{**OTHER, "title": PAPER["title"]}]}
    assert str(verify(reference(identifiers=[]), works)) == "ok"
    assert str(verify(reference(author=[], identifiers=[]), works)) == (
        "cannot tell (ambiguous: 2 works have this title; use an identifier)"
    )


@pytest.mark.parametrize("kind", ["retracted", "withdrawn"])
def test_a_retraction_takes_precedence_over_other_verdicts(kind: str) -> None:
    works = {**KNOWN, "openalex": [{**PAPER, "status": {"kind": kind}}]}
    verdict = verify(reference(issued="2001"), works)
    assert (verdict.kind, verdict.why) == (kind, "according to openalex")
    assert [difference.field for difference in verdict.differences] == ["year"]


def test_an_identifier_that_no_source_supports_is_not_reported_as_not_found() -> None:
    record = reference(identifiers=["pmid:1234"], title="Heat")
    verdict = verify_record(record, [Lookup("pmid:1234")], DAY)
    assert str(verdict) == "cannot tell (no source can be queried for pmid:1234)"


SOURCES = ("arxiv", "crossref", "dblp", "openalex")
WORKS = (PREPRINT, PAPER, OTHER, {**OTHER, "title": PAPER["title"]}, {**PAPER, "author": ["Cho, Ada"]})


@examples(150)
@given(
    works=st.fixed_dictionaries({name: st.lists(st.sampled_from(WORKS), max_size=2) for name in SOURCES}),
    also_in_index=st.lists(st.sampled_from(WORKS), max_size=2),
    cut=st.sets(st.sampled_from(SOURCES)),
    changed=st.fixed_dictionaries(
        {
            "identifiers": st.lists(
                st.sampled_from(["arxiv:2402.09992", "doi:10.5555/warm.1", "doi:10.5555/geese", "doi:10.5555/x"]),
                unique=True,
                max_size=2,
            ),
            "title": st.sampled_from(["Keeping Experts Warm", "On the Migration of Geese", "Cooling Experts Down"]),
            "author": st.sampled_from([["Brook, Tom"], ["Marsh, Ida"], []]),
        }
    ),
)
def test_an_unavailable_source_never_makes_a_reference_not_found(
    works: dict[str, Any], also_in_index: list[Any], cut: set[str], changed: dict[str, Any]
) -> None:
    """What an optional source has is in one of those that are to have nearly all works, too."""
    works["openalex"] = [*works["openalex"], *works["dblp"], *works["arxiv"], *also_in_index]
    record = reference(**changed)
    if verify(record, works, cut=frozenset(cut)).kind == "not found":
        assert verify(record, works).kind == "not found"


def test_a_source_that_is_unavailable_for_a_lead_may_know_the_cited_version() -> None:
    works = {"arxiv": [{**PREPRINT, "identifiers": ["arxiv:2402.09992", "doi:10.5555/warm.1"]}]}
    record = reference(identifiers=["arxiv:2402.09992"], issued="2020")
    assert verify(record, works).kind == "differs"
    with_silence = verify_record(record, [on_the_way(look_up(works, ["arxiv:2402.09992"])[0])], DAY)
    assert str(with_silence) == "cannot tell (crossref did not respond)"


def on_the_way(lookup: Lookup) -> Lookup:
    lookup.missed_leads.append(Unavailable("crossref", "did not answer"))
    return lookup


BOOK = {
    "type": "book", "title": "On Geese and Other Birds", "author": ["Marsh, Ida"], "issued": "2011",
    "publisher": "Goose Press", "identifiers": ["isbn:9780306406157"],
}  # fmt: skip
PAGE = {
    "type": "webpage", "title": "A Field Guide to Geese", "author": ["Marsh, Ida"], "issued": "2020",
    "identifiers": ["url:https://geese.example/guide"],
}  # fmt: skip


def verify_with_pages(record: Record, works: Known) -> Verdict:
    lookups = look_up(works, queries_to_verify(record, DAY))
    lookups = [lookup for lookup in lookups if not is_irrelevant(record, lookup)]
    if needs_title_search(record, lookups):
        lookups += look_up(works, title_query(record))
    return verify_record(record, lookups, DAY)


def test_a_book_is_found_by_its_isbn_and_may_be_of_another_year() -> None:
    book = Record.model_validate({"id": "marsh2009", **BOOK, "issued": "2007"})
    verdict = verify_with_pages(book, {"open-library": [BOOK]})
    assert (verdict.kind, verdict.hints) == ("ok", ("year: 2007 here, 2011 in open-library",))
    other = book.evolve(title="On Ducks", author=["Pond, Ada"])
    assert verify_with_pages(other, {"open-library": [BOOK]}).differences[0].grade == "another work"


def test_a_book_that_a_catalogue_does_not_have_may_exist() -> None:
    book = Record.model_validate({"id": "marsh2011", **BOOK})
    assert str(verify_with_pages(book, {"open-library": [], "crossref": []})) == "cannot tell (no source covers books)"


def test_a_page_confirms_a_reference_and_says_nothing_against_it() -> None:
    page = Record.model_validate({"id": "marsh2024", **PAGE, "issued": "2024"})
    assert verify_with_pages(page, {"page": [PAGE]}).kind == "ok"
    moved = {**PAGE, "title": "Page Not Found", "author": ["Host, Web"]}
    nothing: Known = {"page": []}
    for works in ({"page": [moved]}, nothing):
        assert str(verify_with_pages(page, works)) == "cannot tell (no source covers web pages)"


def test_a_page_is_queried_only_for_works_that_no_index_has_to_have() -> None:
    assert queries_to_verify(Record.model_validate({"id": "a", **PAGE}), DAY) == ["https://geese.example/guide"]
    assert queries_to_verify(Record.model_validate({"id": "a", **PAGE, "type": "article-journal"}), DAY) == []
    with_doi = Record.model_validate({"id": "a", **PAGE, "identifiers": ["url:https://geese.example", "doi:10.5555/x"]})
    assert queries_to_verify(with_doi, DAY) == ["doi:10.5555/x"]


OPTIONAL = ("dblp", "semantic-scholar", "hugging-face")


@examples(150)
@given(
    works=st.fixed_dictionaries(
        {
            "arxiv": st.sampled_from([[], [PREPRINT]]),
            "crossref": st.lists(st.sampled_from([PAPER, OTHER]), unique_by=repr),
            **{name: st.lists(st.sampled_from([PREPRINT, PAPER, OTHER]), unique_by=repr) for name in OPTIONAL},
        }
    ),
    cut=st.sets(st.sampled_from(OPTIONAL)),
    changed=st.fixed_dictionaries(
        {},
        optional={
            "identifiers": st.lists(
                st.sampled_from(["arxiv:2402.09992", "doi:10.5555/warm.1", "doi:10.5555/geese"]), unique=True
            ),
            "title": st.sampled_from(["Keeping Experts Warm", "On the Migration of Geese", "Cooling Experts Down"]),
            "author": st.sampled_from([["Brook, Tom", "Li, Hai Helen"], ["Brook, T.", "others"], ["Marsh, Ida"]]),
            "issued": st.sampled_from(["2024", "2025", "2019"]),
            "container_title": st.sampled_from(["arXiv", "WIS", "Journal of Geese"]),
            "container_title_short": st.just(""),
        },
    ),
)
def test_without_optional_sources_a_verdict_stays_or_is_cannot_tell(
    works: dict[str, Any], cut: set[str], changed: dict[str, Any]
) -> None:
    """What an optional source has, OpenAlex has, too: it is one of those that are to have nearly all works."""
    works["openalex"] = [work for work in (PREPRINT, PAPER, OTHER) if any(work in works[name] for name in OPTIONAL)]
    record = reference(**changed)
    complete, verdict = verify(record, works), verify(record, works, cut=frozenset(cut))
    assert verdict.kind in (complete.kind, "cannot tell")


def test_a_required_source_that_did_not_respond_is_named() -> None:
    record = reference(title="Cooling Experts Down", identifiers=[])
    works: Known = {"crossref": [], "openalex": [], "dblp": []}
    assert str(verify(record, works, cut=frozenset({"dblp"}))) == "not found (all 2 sources responded)"
    assert str(verify(record, works, cut=frozenset({"openalex"}))) == "cannot tell (openalex did not respond)"


@pytest.mark.parametrize(
    ("cut", "verdict"),
    [
        ({"dblp"}, "differs"),
        ({"hugging-face"}, "differs"),
        ({"dblp", "hugging-face"}, "cannot tell (dblp, hugging-face did not respond)"),
        ({"crossref"}, "cannot tell (crossref did not respond)"),
        ({"crossref", "dblp"}, "cannot tell (crossref did not respond)"),
    ],
)
def test_a_single_optional_source_that_did_not_respond_is_not_missed(cut: set[str], verdict: str) -> None:
    works: Known = {name: [PAPER] for name in ("crossref", "openalex", "dblp", "hugging-face")}
    assert str(verify(reference(issued="2019"), works, cut=frozenset(cut))) == verdict


def test_people_who_are_in_one_list_only_are_named_and_not_those_whose_place_differs() -> None:
    three = {**PAPER, "author": ["Brook, Tom", "{Warm Lab}", "Li, Hai Helen", "Cho, Ada"]}
    (difference,) = verify(
        reference(author=["Brook, Tom", "Li, Hai Helen", "Frost, Eva"]), {"crossref": [three]}
    ).differences
    assert str(difference) == "authors: 'Eva Frost' (3 of 3) here, 'Warm Lab' (2 of 4) in crossref"

"""Whatever optional source is cut, no verdict becomes worse than "cannot tell", and none accuses.

The whole way is taken: identifiers, pages and titles, the publications of preprints, and the comparison.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moebib.commands.verify import verify
from moebib.lookup.client import Client
from moebib.lookup.verdict import Verdict
from moebib.records.record import Record
from services import DAY, Known, services

PREPRINT = {
    "type": "article", "genre": "preprint", "title": "Keeping Kilns Warm", "author": ["Brook, Tom", "Li, Hai Helen"],
    "issued": "2024-02-03", "container_title": "arXiv", "identifiers": ["arxiv:2402.09992"],
}  # fmt: skip
PAPER = {
    **PREPRINT, "type": "paper-conference", "genre": "", "issued": "2025-03", "container_title": "ICML",
    "identifiers": ["doi:10.5555/warm.1"],
}  # fmt: skip
LINKED = {**PAPER, "identifiers": ["doi:10.5555/warm.1", "arxiv:2402.09992"]}
RETRACTED = {**PAPER, "status": {"kind": "retracted"}}
OTHER = {
    "type": "article-journal", "title": "On the Migration of Geese", "author": ["Marsh, Ida"], "issued": "1999",
    "container_title": "Journal of Geese", "identifiers": ["doi:10.5555/geese"],
}  # fmt: skip
NAMESAKE = {**OTHER, "title": PREPRINT["title"], "identifiers": ["doi:10.5555/kilns"]}
BOOK = {"type": "book", "title": "The Book of Kilns", "author": ["Moss, Bert"], "issued": "1981", "identifiers": []}

REQUIRED = ("arxiv", "crossref", "openalex")
OPTIONAL = ("datacite", "dblp", "hugging-face", "open-library", "openreview", "semantic-scholar")


def worlds_with(paper: dict[str, Any]) -> st.SearchStrategy[Known]:
    """Services that all describe the paper in one way."""
    works = st.lists(st.sampled_from((PREPRINT, paper, OTHER, NAMESAKE, BOOK)), unique_by=repr, max_size=4)
    preprints = st.sampled_from([[], [PREPRINT], [{**PREPRINT, "stated": "Accepted at ICML 2025"}]])
    return st.fixed_dictionaries({"arxiv": preprints, **dict.fromkeys(["crossref", "openalex", *OPTIONAL], works)})


PAPERS: tuple[dict[str, Any], ...] = (PAPER, LINKED, RETRACTED)
worlds = st.sampled_from(PAPERS).flatmap(worlds_with)
references = st.builds(
    lambda work, changes: {**work, **changes},
    st.sampled_from([PREPRINT, PAPER, OTHER, BOOK]),
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["document", "webpage", "article-journal", "book", "article"]),
            "identifiers": st.lists(
                st.sampled_from(["arxiv:2402.09992", "doi:10.5555/warm.1", "doi:10.5555/geese", "doi:10.5555/none"]),
                unique=True,
                max_size=2,
            ),
            "title": st.sampled_from([PREPRINT["title"], OTHER["title"], "Cooling Kilns Down", "Von Öfen und Töpfen"]),
            "author": st.sampled_from(
                [["Brook, T.", "others"], ["Marsh, Ida"], ["Frost, Tom", "Li, Hai Helen"], ["Li, H.", "Brook, T."], []]
            ),
            "issued": st.sampled_from(["2024", "2025", "2019", "1955", "2027-01", None]),
            "container_title": st.sampled_from(
                ["", "arXiv", "ICML", "Journal of Geese", "Wired", "ICML Workshop on Pots"]
            ),
            "note": st.sampled_from(["Accepted at ICML 2025", "In Chinese", "Under review"]),
            "url": st.sampled_from(["https://kilns.example/warm"]),
        },
    ),
)


def verdict_on(fields: dict[str, Any], works: Known, cut: set[str]) -> Verdict:
    record = Record.model_validate({"id": "a", **fields, "status": None})
    with services(works, cut=cut):
        (result,) = verify([record], Client(SimpleNamespace(keys={}, mailto=None)), DAY)
    return result.verdict


@given(works=worlds, cut=st.sets(st.sampled_from(OPTIONAL)), fields=references)
def test_without_optional_sources_no_verdict_gets_worse(works: Known, cut: set[str], fields: dict[str, Any]) -> None:
    """What an optional source has, an index has, too: nothing else can be known when all of them are silent."""
    also_indexed = [work for name in OPTIONAL for work in works[name]]
    works = {
        **works,
        "openalex": [*works["openalex"], *(work for work in also_indexed if work not in works["openalex"])],
    }
    complete, verdict = (verdict_on(fields, works, without) for without in (set(), cut))
    # A venue that nothing confirms is a note, as long as a source that may have it is silent.
    assert verdict.kind in (complete.kind, "cannot tell", "ok" if complete.kind == "differs" else "cannot tell")
    if verdict.kind == "differs":
        named = {(difference.field, difference.grade) for difference in verdict.differences}
        assert named <= {(difference.field, difference.grade) for difference in complete.differences}


@given(works=worlds, cut=st.sets(st.sampled_from([*REQUIRED, *OPTIONAL])), fields=references)
def test_without_any_sources_a_reference_is_not_found_only_if_it_is_nowhere(
    works: Known, cut: set[str], fields: dict[str, Any]
) -> None:
    """What a single optional source has, another one has, too."""
    also = [work for name in OPTIONAL for work in works[name]]
    works = {**works, "dblp": [*works["dblp"], *also], "semantic-scholar": [*works["semantic-scholar"], *also]}
    if verdict_on(fields, works, cut).kind == "not found":
        assert verdict_on(fields, works, set()).kind == "not found"

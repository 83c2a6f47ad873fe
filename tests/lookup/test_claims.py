"""A venue is claimed in many places; what is not named as a venue claims nothing."""

from __future__ import annotations

from typing import Any

import pytest

from moebib.lookup.claims import claimed_publication, is_stated
from moebib.records.record import Record


def claim(**fields: Any) -> tuple[str, str] | None:
    claimed = claimed_publication(Record.model_validate({"id": "a", "title": "Firing Pots", **fields}))
    return (claimed.type, claimed.venue) if claimed else None


PREPRINT = {"type": "article", "genre": "preprint", "container_title": "arXiv"}


@pytest.mark.parametrize(
    ("fields", "claimed"),
    [
        ({"type": "paper-conference", "container_title": "Kiln Days"}, ("paper-conference", "Kiln Days")),
        ({"type": "article-journal", "container_title": "Clay"}, ("article-journal", "Clay")),
        ({"type": "article-journal", "container_title": "arXiv preprint"}, None),
        ({**PREPRINT, "container_title": "NeurIPS 2023"}, ("paper-conference", "NeurIPS 2023")),
        ({"type": "document", "container_title": "In: ICML"}, ("paper-conference", "ICML")),
        ({"type": "document", "container_title": "Journal of Machine Learning Research"},
         ("article-journal", "Journal of Machine Learning Research")),
        ({"type": "webpage", "container_title": "Proceedings of the Kiln Meeting"},
         ("paper-conference", "Proceedings of the Kiln Meeting")),
        ({"type": "document", "container_title": "Preprint"}, None),
        ({"type": "document", "container_title": "OpenAI Blog"}, None),
        ({"type": "document", "container_title": "Clay Magazine"}, None),
        ({"type": "document", "container_title": "CVPR Tutorial"}, None),
        ({"type": "document", "container_title": "Submitted to ICML"}, None),
        ({"type": "book", "note": "ICML 2023"}, None),
        (PREPRINT, None),
    ],
)  # fmt: skip
def test_a_venue_is_claimed_by_the_container(fields: dict[str, Any], claimed: tuple[str, str] | None) -> None:
    assert claim(**fields) == claimed


@pytest.mark.parametrize(
    ("note", "venue"),
    [
        ("Accepted at ICML 2023", "ICML 2023"),
        ("Accepted as a spotlight at NeurIPS 2023", "NeurIPS 2023"),
        ("NeurIPS 2023", "NeurIPS 2023"),
        ("ICLR 2024 (oral)", "ICLR 2024"),
        ("12 pages, accepted to CVPR 2022", "CVPR 2022"),
        ("ICML 2023; code is online", "ICML 2023"),
        ("Published in Journal of Clay", "Journal of Clay"),
        ("To appear in Proceedings of the 3rd Workshop on Kilns", "Proceedings of the 3rd Workshop on Kilns"),
        ("Submitted to ICML 2023", ""),
        ("Under review at ICLR 2024", ""),
        ("Extended version of our ICML 2020 paper", ""),
        ("Code in ICML template, 12 pages", ""),
        ("In press", ""),
        ("In Chinese", ""),
        ("Accessed: 2023-05-01", ""),
        ("cs.CL", ""),
        ("", ""),
    ],
)
def test_a_venue_is_claimed_by_a_note(note: str, venue: str) -> None:
    claimed = claim(**PREPRINT, note=note)
    assert (claimed[1] if claimed else "") == venue


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Accepted at NeurIPS 2023; 12 pages", True),
        ("Advances in Neural Information Processing Systems 36 (2023)", True),
        ("Submitted to NeurIPS 2023", False),
        ("ICML 2023", False),
        ("12 pages", False),
        ("", False),
    ],
)
def test_authors_state_the_venue_of_their_preprint(stated: str, expected: bool) -> None:
    claimed = Record(id="a", type="paper-conference", title="Firing Pots", container_title="NeurIPS")
    assert is_stated(claimed, stated) == expected

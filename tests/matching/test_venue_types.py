"""The name of a venue says what kind of work appears there, and says nothing if it is not known."""

from __future__ import annotations

import pytest

from moebib.matching.venue_types import type_of_venue


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("NIPS", "paper-conference"), ("NeurIPS 2023", "paper-conference"), ("EMNLP (Findings)", "paper-conference"),
        ("EMNLP-Findings", "paper-conference"), ("Findings of ACL", "paper-conference"),
        ("NeurIPS Lock-In Workshop", "paper-conference"), ("CVPRW", "paper-conference"),
        ("ICML Workshop", "paper-conference"), ("Workshop on Invented Things", "paper-conference"),
        ("Proceedings of the Congress of Clay", "paper-conference"), ("ICLR Spotlight", "paper-conference"),
        ("ICML 2024 (Oral, Best Paper)", "paper-conference"), ("NeurIPS-ENLSP", "paper-conference"),
        ("ACL-Short", "paper-conference"), ("TMLR (Featured Certification 🌟)", "article-journal"),
        ("Nature", "article-journal"), ("AI Open", "article-journal"), ("TPAMI", "article-journal"),
        ("Journal of Clay", "article-journal"), ("IEEE Transactions on Imagined Systems", "article-journal"),
        ("PhD thesis", "thesis"), ("Master's Thesis", "thesis"), ("Technical report", "report"),
        ("Tech Report", "report"), ("Blog", "post-weblog"), ("Blog post", "post-weblog"), ("Website", "webpage"),
        ("Github", "software"), ("Book", "book"), ("US Patent", "patent"),
        ("Clay Inc.", None), ("Google", None), ("", None), ("Oral", None),
    ],
)  # fmt: skip
def test_the_type_of_a_venue(venue: str, kind: str | None) -> None:
    assert type_of_venue(venue) == kind

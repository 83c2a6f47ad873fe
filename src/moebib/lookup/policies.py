"""What venues say about references that do not exist, and which verdicts that means: facts, with source and date.

They change from year to year, and chairs decide case by case. A policy whose source is not known is not here. How each
is known is said with it; of none of them has the page of the venue itself been seen (in November 2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from moebib.lookup.verdict import Verdict

__all__ = ["POLICIES", "Policy", "Treatment", "treatment_of"]

Treatment = Literal[
    "non-existent, unless found by hand", "decided by people", "error to correct", "check by hand", "fine"
]
"""What a verdict means under a policy."""
Concern = Literal["not found", "another work", "title", "authors", "year", "venue", "identifiers"]


class Policy(NamedTuple):
    """What a venue has said, and what it means for the *concerns* that it names; all others are errors to correct."""

    venue: str
    says: str
    """The rest of a sentence that begins with the venue."""
    stated: date
    source: str
    concerns: Mapping[Concern, Treatment]
    known: Literal["first-hand", "quoted", "reported"] = "reported"
    """First-hand if the source is the venue and was read there; quoted if others quote its words in full."""
    reports: tuple[str, ...] = ()
    """Where else it is reported or quoted."""


POLICIES: Mapping[str, Policy] = MappingProxyType({
    "arxiv": Policy(
        venue="arXiv",
        says="holds authors responsible for incorrect references; on incontrovertible evidence that the output of a "
             "language model was not checked, such as references that do not exist, which a moderator documents and a "
             "section chair confirms, it bans them for a year, and then takes only what a peer-reviewed venue accepted",
        stated=date(2026, 5, 14),  # by a moderator, in a public post
        source="https://arstechnica.com/science/2026/05/"
               "preprint-server-arxiv-will-ban-submitters-of-ai-generated-hallucinations/",
        concerns={"not found": "non-existent, unless found by hand", "another work": "decided by people"},
        reports=(
            "https://aihola.com/article/arxiv-llm-author-ban",
            "https://contextwindow.news/article/arxiv-will-ban-researchers-who-upload-papers-full-of-ai-slop",
        ),
    ),
    "acl": Policy(
        venue="ACL",
        says="rejects papers, also accepted ones, that cite literature that does not exist, whether a person or a "
             "language model wrote the reference, after program or senior area chairs have confirmed it; they can be "
             "submitted again",
        stated=date(2026, 5, 26),  # the first day on which the statement was quoted
        source="https://2026.aclweb.org/acl_statement/",
        known="quoted",
        reports=(
            "https://mastodawn.com/post/116642092623973272",
            "https://aifront-page.com/acl-2026-rejects-100-papers-ai-hallucination/",
        ),
        concerns={"not found": "non-existent, unless found by hand", "another work": "decided by people"},
    ),
    "neurips": Policy(
        venue="NeurIPS",
        says="counts a reference as non-existent if its title cannot be found, its author list is badly wrong, or "
             "nothing shows that its venue exists; a real but wrong venue, a wrong arXiv ID and small errors in "
             "authors or title are errors to correct",
        stated=date(2026, 9, 5),  # in a message of the program chairs to authors, which is not public
        source="https://github.com/rpatrik96/bibtexupdater/pull/80",
        concerns={
            "not found": "non-existent, unless found by hand", "another work": "non-existent, unless found by hand",
            "authors": "decided by people", "venue": "decided by people",
        },
    ),
})  # fmt: skip
"""By the value of ``--policy``."""

_ORDER: tuple[Treatment, ...] = ("non-existent, unless found by hand", "decided by people", "error to correct")


def treatment_of(verdict: Verdict, policy: Policy) -> Treatment:
    """What *verdict* means under *policy*: the gravest of all that is wrong."""
    if verdict.kind == "not found":
        return policy.concerns["not found"]
    if verdict.kind == "cannot tell":
        return "check by hand"
    found: set[Treatment] = {policy.concerns.get(concern, "error to correct") for concern in _concerns(verdict)}
    otherwise: Treatment = "fine" if verdict.kind == "ok" else "check by hand"
    return next((treatment for treatment in _ORDER if treatment in found), otherwise)


def _concerns(verdict: Verdict) -> set[Concern]:
    """What is wrong; a reference of which even the title is another one is no longer one of fields."""
    if any(difference.grade == "another work" and difference.field == "title" for difference in verdict.differences):
        return {"another work"}
    return {difference.field for difference in verdict.differences}

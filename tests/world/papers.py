"""Papers with a preprint, some of them in several places."""

from __future__ import annotations

from typing import Any

from world.builders import acl_paper, article, iclr, openalex, paper, preprint, s2
from world.truth import Publication, Work

__all__ = ["PAPERS"]


def _alone() -> Work:
    """A preprint that appeared nowhere else."""
    title, people = "Slow Clocks Tell Better Time", ("Alvarez, Ana", "Boom, Ben")
    newer = {"arxiv": {"version": 2, "updated": "2023-04-05"}}
    return Work(
        name="alone",
        publications=(preprint("alone.preprint", "2301.10001", title, people, "2023-01-17", wire=newer),),
        aggregates=(s2(1001, "preprint"), openalex(1001, "preprint")),
    )


def _poster() -> Work:
    """A conference without DOIs: Semantic Scholar has its venue with the date and the DOI of the preprint."""
    title, people = "Learning to Fold Invented Maps", ("Castor, Cleo", "Dahl, Dirk", "van den Berg, Eva")
    place = iclr("CastorDB24", 2024, openreview="aPosterId1")
    return Work(
        name="poster",
        publications=(
            paper("poster.conference", 11, title, people, "2024-05-07", **place),
            preprint("poster.preprint", "2302.10011", title, people, "2023-02-14"),
        ),
        aggregates=(
            s2(1011, "conference", "preprint", date="preprint", doi="preprint"),
            openalex(1011, "preprint"),
        ),
    )


def _pmlr() -> Work:
    """A conference without DOIs, with a page of its proceedings; the preprint has a longer title."""
    title, people = "Sampling Bridges Without Rivers", ("Eriksen, Ella", "Fabri, Franco")
    conference = paper(
        "pmlr.conference", 12, title, people, "2022-07-23", doi="", volume="412", dblp="conf/icml/EriksenF22",
        url="https://proceedings.mlr.press/v412/eriksen22a.html", short="ICML", publisher="PMLR",
        venue="International Conference on Machine Learning",
    )  # fmt: skip
    return Work(
        name="pmlr",
        publications=(
            conference,
            preprint("pmlr.preprint", "2110.10012", f"{title}: And Other Walks", people, "2021-10-19"),
        ),
        aggregates=(
            s2(1012, "conference", "preprint", date="preprint", title="preprint", doi="preprint"),
            openalex(1012, "preprint", "conference", venue="preprint"),
        ),
    )


def _placed() -> Work:
    """A conference with DOIs, which arXiv's feed names; OpenAlex has one work, with the date of the preprint."""
    title, people = "Counting Lighthouses from the Sea", ("Gruber, Gerda", "Hollis, Hank", "Iqbal, Inam")
    feed = {"doi": "10.5555/c13", "journal_ref": "Proceedings of the Conference on Invented Placed 2024, 1331-1349"}
    published = {"relationType": "IsVersionOf", "relatedIdentifier": "10.5555/c13", "relatedIdentifierType": "DOI"}
    wire = {"arxiv": feed, "datacite": {"relatedIdentifiers": [published]}}
    return Work(
        name="placed",
        publications=(
            paper(
                "placed.conference", 13, title, people, "2024-08-11", dblp="conf/cip/GruberHI24", isbn="9780306406157"
            ),
            preprint("placed.preprint", "2311.10013", title, people, "2023-11-21", wire=wire),
        ),
        aggregates=(
            s2(1013, "conference", "preprint", date="preprint"),
            openalex(1013, "conference", "preprint", date="preprint"),
        ),
    )


def _three() -> Work:
    """Three places in three years, with other titles; the journal has one more author."""
    title, people = "Sorting Pebbles by Their Echo", ("Jansen, Joke", "Kowal, Kasia")
    of_journal, of_workshop = f"{title}: Theory and Practice", f"{title} (Extended Abstract)"
    return Work(
        name="three",
        publications=(
            article(
                "three.journal", 14, of_journal, (*people, "Late, Lena"), "2025-03-14", dblp="journals/jit/JansenKL25"
            ),
            paper("three.workshop", 15, of_workshop, people, "2023-06-18", kind="workshop", dblp="conf/wit/JansenK23"),
            preprint(
                "three.preprint", "2207.10014", title, people, "2022-07-22", wire={"arxiv": {"doi": "10.5555/j14"}}
            ),
        ),
        aggregates=(
            s2(1014, "journal", "preprint", "workshop", venue="workshop", date="preprint", title="preprint"),
            openalex(1014, "journal", "preprint", date="preprint", title="preprint"),
            openalex(1015, "workshop"),
        ),
    )


def _extended() -> Work:
    """A conference paper and its extension in a journal, under one title by the same people."""
    title, people = "A Calculus of Wooden Gears", ("Lindqvist, Lars", "Moreau, Mia", "Novak, Nils")
    return Work(
        name="extended",
        publications=(
            paper("extended.conference", 17, title, people, "2021-04-19", dblp="conf/cie/LindqvistMN21"),
            article("extended.journal", 16, title, people, "2023-09-25", dblp="journals/jie/LindqvistMN23"),
            preprint(
                "extended.preprint", "2012.10016", title, people, "2020-12-11", wire={"arxiv": {"doi": "10.5555/c17"}}
            ),
        ),
        aggregates=(
            s2(1016, "conference", "journal", "preprint", date="preprint", doi="journal"),
            openalex(1016, "journal", "conference", "preprint", date="conference"),
        ),
    )


def _tracks() -> Work:
    """A workshop and, a year later, a main conference, both at OpenReview and without DOIs."""
    title, people = "Gardens That Prune Themselves", ("Okafor, Obi", "Petrov, Pavel")
    venue = {"venue": "NeurIPS 2024 Workshop Gardens", "venueid": "NeurIPS.cc/2024/Workshop/Gardens"}
    workshop = Publication(
        name="tracks.workshop", kind="workshop", title=title, authors=people, date="2024-12-14",
        openreview="tracksWork1", venue="NeurIPS 2024 Workshop on Invented Gardens", short=venue["venue"],
        wire={"openreview": venue},
    )  # fmt: skip
    place = iclr("OkaforP25", 2025, openreview="tracksMain1")
    return Work(
        name="tracks",
        publications=(
            paper("tracks.conference", 18, title, people, "2025-04-24", **place),
            workshop,
            preprint("tracks.preprint", "2410.10018", title, people, "2024-10-03"),
        ),
        aggregates=(
            s2(1018, "workshop", "conference", "preprint", date="preprint", doi="preprint"),
            openalex(1018, "preprint"),
        ),
    )


def _anthology() -> Work:
    """A paper of the ACL Anthology, which has its ID in its DOI."""
    title, people = "Parsing Letters from the Moon", ("Sato, Sora", "Tanaka, Taro")
    venue = "Proceedings of the 61st Annual Meeting of the Association for Computational Linguistics"
    place: dict[str, Any] = {"venue": f"{venue} (Volume 1: Long Papers)", "short": "ACL", "page": "90101-90117"}
    return Work(
        name="anthology",
        publications=(
            acl_paper("anthology.conference", "2023.acl-long.901", title, people, "2023-07-09", **place),
            preprint("anthology.preprint", "2205.10021", title, people, "2022-05-25"),
        ),
        aggregates=(
            s2(1021, "conference", "preprint", date="preprint"),
            openalex(1021, "conference", "preprint", date="preprint"),
        ),
    )


def _rejected() -> Work:
    """Rejected at one conference, which leaves a preprint there, and published at another one."""
    title, people = "Engines Fed with Old Letters", ("Quist, Quentin", "Rossi, Rosa", "Sato, Shun")
    decision = {"venue": "Submitted to ICLR 2021", "venueid": "ICLR.cc/2021/Conference/Rejected_Submission"}
    submission = Publication(
        name="rejected.submission", kind="preprint", title=title, authors=people, date="2020-09-13", venue="OpenReview",
        openreview="rejectedSub1",
        wire={"openreview": decision},
    )  # fmt: skip
    return Work(
        name="rejected",
        publications=(
            paper("rejected.conference", 20, title, people, "2022-03-28", dblp="conf/cir/QuistRS22"),
            preprint("rejected.preprint", "2101.10020", title, people, "2021-01-05"),
            submission,
        ),
        aggregates=(
            s2(1020, "conference", "preprint", "submission", date="preprint", doi="preprint"),
            openalex(1020, "conference", "preprint", date="preprint"),
        ),
    )


def _rolling() -> Work:
    """A journal at OpenReview, without DOIs, which DBLP has with the year as its volume."""
    title, people = "Mirrors for Blind Robots", ("Tanaka, Tetsu", "Ueda, Uta")
    venue = "Transactions on Machine Learning Research"
    note = {
        "venue": "Accepted by TMLR",
        "venueid": "TMLR",
        "_bibtex": f"@article{{\nkey,\njournal={{{venue}}},\nyear={{2024}}\n}}",
    }
    journal = Publication(
        name="rolling.journal", kind="journal", title=title, authors=people, date="2024-02-26", venue=venue,
        short="TMLR", volume="2024", openreview="rollingTmlr1", dblp="journals/tmlr/TanakaU24",
        wire={"openreview": note},
        also={"container_title": ("Trans. Mach. Learn. Res.",)},
    )  # fmt: skip
    return Work(
        name="rolling",
        publications=(journal, preprint("rolling.preprint", "2209.10032", title, people, "2022-09-22")),
        aggregates=(s2(1032, "journal", "preprint", date="preprint", doi="preprint"), openalex(1032, "preprint")),
    )


PAPERS = tuple(
    make() for make in (_alone, _poster, _pmlr, _placed, _three, _extended, _tracks, _anthology, _rejected, _rolling)
)

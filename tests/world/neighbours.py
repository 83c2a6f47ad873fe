"""Articles with their neighbours, which are works of their own: notices, data, software, a thesis."""

from __future__ import annotations

from typing import Any

from world.builders import article, openalex, preprint, s2
from world.truth import Publication, Work

__all__ = ["NEIGHBOURS"]

_NOTICE = {"genre": ("retraction", "correction", "erratum")}


def _update(doi: str, kind: str, date: tuple[int, int, int]) -> dict[str, Any]:
    """An element of Crossref's "update-to" or "updated-by"."""
    return {"DOI": doi, "type": kind, "source": "publisher", "updated": {"date-parts": [list(date)]}}


def _related(kind: str, doi: str) -> dict[str, Any]:
    """DataCite's "relatedIdentifiers"."""
    return {"relationType": kind, "relatedIdentifier": doi, "relatedIdentifierType": "DOI"}


def _retracted() -> Work:
    """A retracted paper, and the notice of its retraction in a later volume of the journal."""
    title, people = "Copper Wires Remember Birds", ("Iqbal, Inam", "Jansen, Jorg")
    of_paper = {
        "title": [f"RETRACTED ARTICLE: {title}"],
        "updated-by": [_update("10.5555/j42", "retraction", (2023, 5, 4))],
    }
    of_notice = {"update-to": [_update("10.5555/j41", "retraction", (2023, 5, 4))]}
    journal = article(
        "retracted.journal", 41, title, people, "2021-02-25", wire={"crossref": of_paper}, status="retracted"
    )
    notice = article("retracted.notice", 42, f"Retraction: {title}", people, "2023-05-04", venue=journal.venue,
                     short=journal.short, issn=journal.issn, wire={"crossref": of_notice}, also=_NOTICE)  # fmt: skip
    return Work(
        name="retracted",
        publications=(journal, notice),
        aggregates=(
            s2(1041, "journal"),
            s2(1042, "notice"),
            openalex(1041, "journal", wire={"is_retracted": True}),
            openalex(1042, "notice", wire={"type": "retraction"}),
        ),
        apart=(("notice",),),
    )


def _corrected() -> Work:
    """A paper with a preprint, an erratum and a correction, whose DOIs services have for the paper."""
    title, people = "Snow Falls Upward in Mirrors", ("Kowal, Karol", "Lindqvist, Liv")
    updates = [_update("10.5555/j44", "erratum", (2022, 8, 19)), _update("10.5555/j45", "correction", (2024, 1, 23))]
    journal = article("corrected.journal", 43, title, people, "2020-06-30", wire={"crossref": {"updated-by": updates}},
                      dblp="journals/jic/KowalL20", status="corrected")  # fmt: skip
    same = {"venue": journal.venue, "short": journal.short, "issn": journal.issn}
    feed = {"arxiv": {"doi": "10.5555/j45 10.5555/j43"}}
    of_notices = {"crossref": {"update-to": [_update("10.5555/j43", "erratum", (2022, 8, 19))]}}
    return Work(
        name="corrected",
        publications=(
            journal,
            preprint("corrected.preprint", "1911.10043", title, people, "2019-11-12", wire=feed),
            article(
                "corrected.erratum",
                44,
                f"Erratum: {title}",
                people,
                "2022-08-19",
                wire=of_notices,
                also=_NOTICE,
                **same,
            ),
            article(
                "corrected.correction",
                45,
                f"Correction to: {title}",
                people,
                "2024-01-23",
                wire=of_notices,
                also=_NOTICE,
                **same,
            ),
        ),
        aggregates=(
            s2(1043, "journal", "preprint", doi="erratum", date="preprint"),
            openalex(1043, "journal", "preprint", date="preprint"),
            openalex(1044, "erratum", wire={"type": "erratum"}),
        ),
        apart=(("erratum",), ("correction",)),
    )


def _data() -> Work:
    """A dataset and the data paper about it, under one title by the same people."""
    title, people = "One Thousand Recorded Doorbells", ("Moreau, Max", "Novak, Nina")
    dataset = Publication(
        name="data.dataset", kind="dataset", title=title, authors=people, date="2023-03-29", agency="datacite",
        doi="10.5281/zenodo.9000046", publisher="Zenodo",
        wire={"datacite": {"relatedIdentifiers": [_related("IsSupplementTo", "10.5555/j46")]}},
    )  # fmt: skip
    return Work(
        name="data",
        publications=(article("data.journal", 46, title, people, "2024-04-18", dblp="journals/jid/MoreauN24"), dataset),
        aggregates=(
            s2(1046, "journal", "dataset", date="dataset"),
            openalex(1046, "dataset"),
            openalex(1047, "journal", "dataset", date="dataset"),
        ),
        apart=(("dataset",),),
    )


def _code() -> Work:
    """Software with a DOI for all versions and one for each, a repository that names a paper, and the paper."""
    title, people = "Knotwork", ("Okafor, Olu", "Petrov, Petra")
    concept, first, second = (f"10.5281/zenodo.{number}" for number in (9000048, 9000049, 9000050))
    deposit: dict[str, Any] = {"kind": "software", "authors": people, "agency": "datacite", "publisher": "Zenodo"}

    def related(*pairs: tuple[str, str]) -> dict[str, Any]:
        return {"datacite": {"relatedIdentifiers": [_related(kind, doi) for kind, doi in pairs]}}

    split = (name.partition(", ") for name in people)
    names = [{"family-names": family, "given-names": given} for family, _, given in split]
    of_paper = f"{title}: Software for Knots"
    cited = {"type": "article", "title": of_paper, "authors": names, "doi": "10.5555/j48",
             "year": 2025, "journal": "Journal of Invented Code", "volume": "348"}  # fmt: skip
    return Work(
        name="code",
        publications=(
            article("code.journal", 48, of_paper, people, "2025-01-30", dblp="journals/jco/OkaforP25"),
            Publication(name="code.concept", title=title, date="2022-02-17", doi=concept, **deposit,
                        wire=related(("HasVersion", first), ("HasVersion", second))),
            Publication(name="code.first", title=f"{title} v1.0", date="2023-07-21", doi=first, **deposit,
                        wire=related(("IsVersionOf", concept))),
            Publication(name="code.second", title=f"{title} v2.0", date="2024-10-31", doi=second, **deposit,
                        wire=related(("IsVersionOf", concept))),
            Publication(name="code.repository", kind="software", title=title, authors=people, date="2024-11-30",
                        url="https://github.com/okafor/knotwork", wire={"github": {"preferred-citation": cited}}),
        ),
        aggregates=(s2(1048, "journal"), openalex(1048, "journal"), openalex(1049, "concept", "first", "second")),
        apart=(("concept",), ("first",), ("second",), ("journal", "repository")),
        top={"code.repository": "code.journal"},
    )  # fmt: skip


def _thesis() -> Work:
    """A thesis, and an article under its title with the author's teachers."""
    title = "Tides in Closed Rooms"
    thesis = Publication(
        name="thesis.thesis", kind="thesis", title=title, authors=("Quist, Quirin",), date="2019-09-13",
        doi="10.3929/ethz-b-000900051", agency="datacite", publisher="Invented University",
    )  # fmt: skip
    people = ("Quist, Quirin", "Rossi, Renzo", "Sato, Sumi")
    return Work(
        name="thesis",
        publications=(
            article("thesis.journal", 51, title, people, "2021-05-20", dblp="journals/jit/QuistRS21"),
            thesis,
        ),
        aggregates=(s2(1051, "journal", "thesis", date="thesis"), openalex(1051, "journal"), openalex(1052, "thesis")),
        apart=(("thesis",),),
    )


NEIGHBOURS = tuple(make() for make in (_retracted, _corrected, _data, _code, _thesis))

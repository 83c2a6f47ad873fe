"""Articles in journals with a preprint: renamed, in several versions, printed later, with other lists of authors."""

from __future__ import annotations

from typing import Any

from world.builders import article, deposited, openalex, preprint, s2
from world.truth import Publication, Work

__all__ = ["ARTICLES"]


def _relation(kind: str, *dois: str) -> dict[str, Any]:
    """Crossref's "relation"."""
    return {"relation": {kind: [{"id-type": "doi", "id": doi, "asserted-by": "subject"} for doi in dois]}}


def _renamed() -> Work:
    """Renamed on publication, which the registrar of both DOIs states."""
    people = ("Ueda, Ume", "Vogel, Vera")
    before, after = _relation("is-preprint-of", "10.5555/j22"), _relation("has-preprint", "10.1101/2023.02.02.500022")
    early, late = "Do Bees Dream of Numbers?", "Evidence for Arithmetic in Sleeping Insects"
    archived = deposited(
        "renamed.preprint",
        "bioRxiv",
        "10.1101/2023.02.02.500022",
        early,
        people,
        "2023-02-03",
        wire={"crossref": before},
    )
    return Work(
        name="renamed",
        publications=(
            article("renamed.journal", 22, late, people, "2024-01-29", wire={"crossref": after}),
            archived,
        ),
        aggregates=(
            s2(1022, "journal", "preprint", date="preprint", title="preprint"),
            openalex(1022, "journal"),
            openalex(1023, "preprint"),
        ),
    )


def _silent() -> Work:
    """Renamed on publication, which no service states: Semantic Scholar has both as one paper."""
    people = ("Weiss, Willi", "Xenakis, Xenia")
    return Work(
        name="silent",
        publications=(
            article(
                "silent.journal", 24, "Elastic Ladders in Thin Air", people, "2025-02-11", dblp="journals/jis/WeissX25"
            ),
            preprint("silent.preprint", "2308.10024", "Climbing Without Walls", people, "2023-08-16"),
        ),
        aggregates=(s2(1024, "journal", "preprint", date="preprint"), openalex(1024, "journal", "preprint")),
        apart=(("preprint",),),
    )


def _stated() -> Work:
    """Renamed on publication, which only the DOI in arXiv's feed states."""
    people = ("Dahl, Doris", "Eriksen, Emil", "Fabri, Finn")
    feed = {"arxiv": {"doi": "10.5555/j31", "journal_ref": "J. Inv. Stated 331, 531 (2022)"}}
    return Work(
        name="stated",
        publications=(
            article("stated.journal", 31, "The Weight of Shadows", people, "2022-10-10"),
            preprint("stated.preprint", "2106.10031", "Dark Matter for Carpenters", people, "2021-06-17", wire=feed),
        ),
        aggregates=(s2(1031, "journal", "preprint", date="preprint"), openalex(1031, "journal")),
    )


def _versions() -> Work:
    """A preprint with a DOI for each of its versions, and the article that the second one became."""
    title, people = "Lichens Grow on Old Glass", ("Young, Yves", "Zhou, Zoe", "Abbas, Amal")
    first, second = "10.21203/rs.3.rs-1000025/v1", "10.21203/rs.3.rs-1000025/v2"
    article_doi = "10.5555/j25"
    of_first, of_second = _relation("has-version", second), _relation("is-preprint-of", article_doi)
    of_second["relation"] |= _relation("is-version-of", first)["relation"]
    of_article = _relation("has-preprint", first, second)
    archive = "Research Square"
    return Work(
        name="versions",
        publications=(
            article("versions.journal", 25, title, people, "2023-11-06", wire={"crossref": of_article}),
            deposited("versions.second", archive, second, title, people, "2022-09-09", wire={"crossref": of_second}),
            deposited("versions.first", archive, first, title, people, "2021-12-15", wire={"crossref": of_first}),
        ),
        aggregates=(
            s2(1025, "journal", "first", date="first"),
            openalex(1025, "journal"),
            openalex(1026, "first", "second"),
        ),
    )


def _ssrn() -> Work:
    """A working paper at SSRN, which Crossref has as an article of a journal."""
    title, people = "The Price of Silence in Auctions", ("Bianchi, Bruno", "Cohen, Chaim")
    quirk = {"crossref": {"type": "journal-article", "subtype": "", "container-title": ["SSRN Electronic Journal"]}}
    also = {"type": ("article-journal",), "container_title": ("SSRN",)}
    archived = deposited("ssrn.preprint", "SSRN Electronic Journal", "10.2139/ssrn.4000027", title, people,
                         "2021-10-05", wire=quirk, also=also)  # fmt: skip
    return Work(
        name="ssrn",
        publications=(article("ssrn.journal", 27, title, people, "2024-06-19"), archived),
        aggregates=(
            s2(1027, "journal", "preprint", date="preprint"),
            openalex(1027, "journal"),
            openalex(1028, "preprint"),
        ),
    )


def _printed() -> Work:
    """Online in one year and in the printed issue of the next one."""
    title, people = "Rust as a Map of Weather", ("Dahl, Dina", "Eriksen, Egil")
    return Work(
        name="printed",
        publications=(
            article("printed.journal", 29, title, people, "2022-11-08", printed="2023-03", dblp="journals/jip/DahlE23"),
            preprint(
                "printed.preprint", "2105.10029", title, people, "2021-05-13", wire={"arxiv": {"doi": "10.5555/j29"}}
            ),
        ),
        aggregates=(s2(1029, "journal", "preprint"), openalex(1029, "journal", "preprint", date="preprint")),
    )


def _names() -> Work:
    """One list of authors has initials, one is cut short, one has a group; DBLP has all names in full."""
    title = "Many Hands Weigh a Cloud"
    people = ("Fabri, Flora", "Gruber, Georg Peter", "Hollis, Hope", "{Cloud Consortium}")
    initials = ("Fabri, F.", "Gruber, G. P.", "Hollis, H.", "{Cloud Consortium}")
    without_group, cut = people[:3], ("Fabri, Flora", "et al.")
    wire = {"crossref": {"authors": initials}, "openalex": {"authors": ("Fabri, Flora", "others")},
            "semantic-scholar": {"authors": cut}}  # fmt: skip
    also = {"author": (initials, ("Fabri, Flora", "others"), ("Fabri, F.", "others"))}
    journal = article(
        "names.journal", 30, title, people, "2024-09-02", dblp="journals/jin/FabriGH24", also=also, wire=wire
    )
    return Work(
        name="names",
        publications=(
            journal,
            preprint(
                "names.preprint",
                "2212.10030",
                title,
                without_group,
                "2022-12-20",
                wire={"arxiv": {"doi": "10.5555/j30"}},
            ),
        ),
        aggregates=(s2(1030, "journal", "preprint", date="preprint"), openalex(1030, "journal", "preprint")),
    )


def _twice() -> Work:
    """A preprint at arXiv, an earlier one in another archive, and the article."""
    title, people = "Ink That Forgets", ("Vogel, Vico", "Weiss, Wim", "Xenakis, Xeno")
    doi = "10.20944/preprints202001.0033.v1"
    archived = deposited(
        "twice.archived",
        "Preprints.org",
        doi,
        title,
        people,
        "2020-01-31",
        wire={"crossref": _relation("is-preprint-of", "10.5555/j33")},
    )
    return Work(
        name="twice",
        publications=(
            article(
                "twice.journal",
                33,
                title,
                people,
                "2022-05-16",
                dblp="journals/jtw/VogelWX22",
                wire={"crossref": _relation("has-preprint", doi)},
            ),
            preprint(
                "twice.preprint", "2103.10033", title, people, "2021-03-09", wire={"arxiv": {"doi": "10.5555/j33"}}
            ),
            archived,
        ),
        aggregates=(
            s2(1033, "journal", "preprint", "archived", date="archived"),
            openalex(1033, "journal", "preprint", date="preprint"),
            openalex(1034, "archived"),
        ),
    )


def _copied() -> Work:
    """An article, and a copy of it in an archive, which gives it a DOI of its own and the type of an article."""
    title, people = "Letters Carved in Fog", ("Young, Yoko", "Zhou, Zhen")
    identical = {"relationType": "IsIdenticalTo", "relatedIdentifier": "10.5555/j35", "relatedIdentifierType": "DOI"}
    copy = Publication(
        name="copied.copy", kind="journal", title=title, authors=people, date="2024-06-06", agency="datacite",
        doi="10.5281/zenodo.9000035", publisher="Zenodo", wire={"datacite": {"relatedIdentifiers": [identical]}},
    )  # fmt: skip
    return Work(
        name="copied",
        publications=(article("copied.journal", 35, title, people, "2023-08-07", dblp="journals/jcp/YoungZ23"), copy),
        aggregates=(s2(1035, "journal", "copy", date="copy"), openalex(1035, "journal"), openalex(1036, "copy")),
    )


ARTICLES = tuple(make() for make in (_renamed, _silent, _stated, _versions, _ssrn, _printed, _names, _twice, _copied))

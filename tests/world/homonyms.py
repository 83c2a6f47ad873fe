"""Works that are easily taken for another one: by their title, by a wrong identifier, as a copy, edition or part."""

from __future__ import annotations

from typing import Any

from world.builders import acl_paper, article, deposited, openalex, paper, preprint, s2
from world.truth import Publication, Work

__all__ = ["HOMONYMS"]


def _homonyms() -> Work:
    """One title: by two people of one family name, by others, and without authors."""
    title = "On the Shape of Waiting"
    return Work(
        name="homonyms",
        publications=(
            article("homonyms.hua", 53, title, ("Li, Hua", "Tanaka, Toru"), "2018-03-15", dblp="journals/jih/LiT18"),
            article("homonyms.han", 54, title, ("Li, Han", "Ueda, Umi"), "2020-10-22", venue="Annals of Waiting",
                    short="Ann. Wait.", dblp="journals/anw/LiU20"),
            paper("homonyms.other", 55, title, ("Vogel, Viktor",), "2022-01-26"),
            article("homonyms.nameless", 56, title, (), "2024-12-05", venue="Waiting Weekly", short="Wait. Wkly."),
            preprint("homonyms.preprint", "1705.10053", title, ("Li, Hua", "Tanaka, Toru"), "2017-05-18",
                     wire={"arxiv": {"doi": "10.5555/j54 10.5555/j53"}}),
        ),
        aggregates=(
            s2(1053, "hua", "preprint", date="preprint"),
            s2(1054, "han"),
            openalex(1053, "hua", "preprint"),
            openalex(1056, "nameless"),
        ),
        apart=(("han",), ("other",), ("nameless",)),
    )  # fmt: skip


def _findings() -> Work:
    """One title in the main volume and in Findings of a year, by other people."""
    title, main, other = "Asking Rivers for Directions", ("Weiss, Wanda", "Young, Yara"), ("Abbas, Aziz", "Boom, Bo")
    meeting = "the Association for Computational Linguistics"
    venue: dict[str, Any] = {
        "venue": f"Proceedings of the 62nd Annual Meeting of {meeting} (Volume 2: Short Papers)",
        "short": "ACL",
    }
    findings: dict[str, Any] = {
        "venue": f"Findings of {meeting}: ACL 2024",
        "short": "Findings of ACL",
        "page": "90331-90349",
    }
    return Work(
        name="findings",
        publications=(
            acl_paper("findings.main", "2024.acl-short.903", title, main, "2024-08-11", page="90301-90317", **venue),
            preprint("findings.preprint", "2402.10057", title, main, "2024-02-20"),
            acl_paper(
                "findings.findings", "2024.findings-acl.904", title, other, "2024-08-12", kind="findings", **findings
            ),
        ),
        aggregates=(
            s2(1057, "main", "preprint"),
            s2(1058, "findings"),
            openalex(1057, "main", "preprint", date="preprint"),
        ),
        apart=(("findings",),),
    )


def _wrong() -> Work:
    """arXiv's feed names two DOIs, of which one is of another work."""
    title, people = "Heat Without Fire in Small Rooms", ("Castor, Carl", "Dahl, Dora")
    stranger = ("Eriksen, Eli", "Fabri, Fay")
    return Work(
        name="wrong",
        publications=(
            article("wrong.journal", 58, title, people, "2024-07-04", dblp="journals/jiw/CastorD24"),
            preprint("wrong.preprint", "2303.10058", title, people, "2023-03-24",
                     wire={"arxiv": {"doi": "10.5555/j58 10.5555/j59"}}),
            article("wrong.stranger", 59, "Taxes in the Age of Sail", stranger, "2016-08-08",
                    dblp="journals/jis/EriksenF16", venue="Review of Invented Taxes", short="Rev. Inv. Tax."),
        ),
        aggregates=(
            s2(1058 + 1000, "journal", "preprint", date="preprint", doi="stranger"),
            openalex(1059, "stranger", "preprint"),
        ),
        apart=(("stranger",),),
    )  # fmt: skip


def _misled() -> Work:
    """arXiv's feed names only the DOI of another work, of which one of the authors is an author, too."""
    people, others = ("Gruber, Gabi", "Hollis, Hugo"), ("Hollis, Hugo", "Petrov, Pola", "Ueda, Ulla")
    feed = {"arxiv": {"doi": "10.5555/j60"}}
    stranger = article(
        "misled.stranger", 60, "Windows That Close in Rain", others, "2021-09-27", dblp="journals/jim/HP21"
    )
    return Work(
        name="misled",
        publications=(
            preprint("misled.preprint", "2404.10060", "Doors That Open to Music", people, "2024-04-26", wire=feed),
            stranger,
        ),
        aggregates=(s2(1060, "preprint"), openalex(1060, "stranger")),
        apart=(("stranger",),),
    )


def _repository() -> Work:
    """An article with a copy in the archive of an institution, which OpenAlex has as its first location."""
    title, people = "Anchors in Shallow Memory", ("Iqbal, Ira", "Jansen, Jule")
    copy = {
        "landing_page_url": "https://archive.example/items/61",
        "source": {
            "display_name": "Invented University Archive",
            "type": "repository",
            "host_organization_name": "Invented University",
        },
        "is_published": False,
        "version": "acceptedVersion",
    }
    return Work(
        name="repository",
        publications=(article("repository.journal", 61, title, people, "2023-02-08", dblp="journals/jir/IqbalJ23"),),
        aggregates=(s2(1061, "journal"), openalex(1061, "journal", wire={"primary_location": copy})),
    )


def _translation() -> Work:
    """An article and its translation in another journal, under another title."""
    spanish, english, people = "Las horas del agua", "The Hours of Water", ("Kowal, Kira",)

    def relation(kind: str, doi: str) -> dict[str, Any]:
        return {"relation": {kind: [{"id-type": "doi", "id": doi, "asserted-by": "subject"}]}}

    original = relation("has-translation", "10.5555/j63") | {"language": "es"}
    translated = relation("is-translation-of", "10.5555/j62") | {"original-title": [spanish]}
    place = {"venue": "Letters in Translation", "short": "Lett. Transl."}
    return Work(
        name="translation",
        publications=(
            article("translation.original", 62, spanish, people, "2017-06-09", wire={"crossref": original}),
            article("translation.journal", 63, english, people, "2019-12-03", wire={"crossref": translated}, **place),
        ),
        aggregates=(
            s2(1062, "original", "journal", title="journal"),
            openalex(1062, "original"),
            openalex(1063, "journal"),
        ),
    )


def _book() -> Work:
    """A book in two editions, and a chapter of its title."""
    title, people = "Handbook of Quiet Machines", ("Lindqvist, Lena", "Moreau, Marc")

    def book(part: str, number: int, edition: str, isbn: str, date: str) -> Publication:
        return Publication(name=f"book.{part}", kind="book", title=title, authors=people, date=date, edition=edition,
                           publisher=f"Publisher {number}", doi=f"10.5555/b{number}", isbn=isbn)  # fmt: skip

    return Work(
        name="book",
        publications=(
            book("second", 65, "2", "9783161484100", "2022-04-07"),
            book("first", 64, "1", "9780131103627", "2009-10-01"),
            paper("book.chapter", 66, title, ("Lindqvist, Lena",), "2015-08-28", kind="chapter",
                  venue="Companion to Silence", short=""),
        ),
        aggregates=(s2(1065, "second", "first", date="first"), openalex(1065, "second"), openalex(1064, "first")),
        apart=(("first",), ("second",), ("chapter",)),
    )  # fmt: skip


def _parts() -> Work:
    """Two parts in one archive, which differ by a numeral: two works."""
    people = ("Novak, Noa", "Okafor, Ola")
    parts = [
        deposited(
            f"parts.{part}",
            "bioRxiv",
            f"10.1101/202{number}.06.01.50006{number}",
            f"Maps of the Inner Sea, Part {roman}",
            people,
            f"202{number}-06-0{number}",
        )
        for part, number, roman in (("first", 1, "I"), ("second", 2, "II"))
    ]
    return Work(
        name="parts",
        publications=tuple(parts),
        aggregates=(openalex(1067, "first"), openalex(1068, "second")),
        apart=(("first",), ("second",)),
    )


def _editorials() -> Work:
    """Two editorials of one journal, under one title by the same people."""
    title, people = "Editorial: Looking Back", ("Abbas, Ada", "Bianchi, Bea")
    first = article("editorials.first", 69, title, people, "2019-01-22", dblp="journals/jed/AbbasB19",
                    wire={"dblp": {"volume": "", "number": "", "pages": ""}})  # fmt: skip
    same = {"venue": first.venue, "short": first.short, "issn": first.issn}
    second = article("editorials.second", 70, title, people, "2021-01-26", dblp="journals/jed/AbbasB21", **same)
    return Work(
        name="editorials",
        publications=(second, first),
        aggregates=(
            s2(1069, "second", "first", venue="first", date="first", title="first", doi="first"),
            openalex(1069, "first"),
            openalex(1070, "second", "first", date="first"),
        ),
        apart=(("first",), ("second",)),
    )


HOMONYMS = tuple(
    make() for make in (_homonyms, _findings, _wrong, _misled, _repository, _translation, _book, _parts, _editorials)
)

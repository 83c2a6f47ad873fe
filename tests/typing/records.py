"""What users write to make and read records; mypy and pyright accept all of it, and reject what is marked."""

from __future__ import annotations

from datetime import date

import moebib

record = moebib.Record(
    id="arden2024warm",
    type="paper-conference",
    title="Warm Experts",
    author=["Arden, Mia", moebib.parse_name("van den Berg, Jan"), "others"],
    issued="2024-06",
    container_title="Workshop on Invented Systems",
    identifiers=["10.5555/warm", moebib.parse_identifier("https://arxiv.org/abs/2401.06066")],
    tags=["system/caching"],
    links={"code": ["https://code.example/warm"]},
    versions=[{"genre": "preprint", "issued": "2024-01"}, moebib.Version(genre="preprint", author=["Arden, Mia"])],
    relations=[{"kind": "extended-by", "key": "arden2025"}],
    status={"kind": "accepted"},
    extra={"primaryclass": "cs.LG"},
)
moebib.Record(id="knuth1984", type="book", title="The TeXbook", author=["Knuth, Donald E."], issued="1984")
values: dict[str, list[str]] = {"code": ["https://code.example/warm"]}
moebib.Record(id="a", type="book", links=values, issued=moebib.Date(1984, 6), origin={})

line: str = str(record)
doi: str | None = record.doi
arxiv: str | None = record.arxiv
year: int | None = record.year
venue: str = record.venue
authors: str = record.authors_display
names: moebib.Names = record.author
first: moebib.Name = record.author[0]
family: str = first.family
issued: moebib.Date | None = record.issued
if issued and not isinstance(issued.end, moebib.Bound):
    end: moebib.Date | None = issued.end
arxiv_id: moebib.Identifier | None = record.identifier(moebib.Scheme.ARXIV)
links: moebib.Links = record.links
versions: tuple[moebib.Version, ...] = record.versions
status: moebib.Status | None = record.status
changed: moebib.Record = record.evolve(title="Warmer Experts", issued="2025")
same: bool = changed == record
unique: set[moebib.Record] = {record, changed}

date_: moebib.Date = moebib.parse_date("2024-06-12/2024-06-14")
link = moebib.Links(code=["https://code.example/warm"])
relation = moebib.Relation(kind="extended-by", key="arden2025")
accepted = moebib.Status(kind="accepted", date="2024-06")
other = moebib.Alternative(value="2023", source="dblp", date="2026-11-24")
origin = moebib.Origin(source="crossref", date=date(2026, 11, 24), disputed=[other])
publications: list[moebib.Publication] = [record, *record.versions]

model = moebib.Model(
    id="hydra", name="Hydra", papers=["arden2024warm"], layers=32, checkpoints=[moebib.Checkpoint(name="Hydra-8x7B")]
)
layers: int | None = model.layers

record.title = "Cold Experts"  # type: ignore[misc]
moebib.Record(id="a", type="bok")  # type: ignore[arg-type]
moebib.Record(id="a", type="book", titel="A")  # type: ignore[call-arg]
moebib.Record(type="book")  # type: ignore[call-arg]
moebib.Version(issued=2024)  # type: ignore[arg-type]
moebib.loads("@book{a}")  # type: ignore[attr-defined]
